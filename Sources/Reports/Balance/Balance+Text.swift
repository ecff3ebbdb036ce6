// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import EarlyYears
import Foundation
import TableFiles

extension Balance {
  /// A line for the scenario file, and what it stands for.
  public var text: String {
    let rounded = (wte * 10).rounded() / 10
    return """
      \(strategy): planned establishment \(pounds(stated)) a year; \(budgetOf): \(pounds(budget))
      For the same money, \(role) has \(String(format: "%.2f", wte)) WTE in place of \(String(format: "%g", statedWTE)):

      workforce:
        \(role): {wte: \(String(format: "%.1f", rounded))}
      """
  }

  public var json: String {
    JSONValue.object([
      ("strategy", .text(strategy)), ("budget_of", .text(budgetOf)), ("role", .text(role)),
      ("budget_gbp", .number(budget)), ("stated_gbp", .number(stated)), ("stated_wte", .number(statedWTE)),
      ("wte", .number(wte)),
    ]).text
  }

  private func pounds(_ amount: Double) -> String { FigureText.text(amount, .gbp) }
}
