// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
public import Studies

extension Settlement {
  /// Whether more draws or replications would change anything; nothing where there is no choice.
  var text: String {
    guard let last = steps.last, best != nextBest else { return "" }
    var text =
      "Settled? At \(pounds(threshold)), \(best) is better than \(nextBest) by "
      + "\(pounds(last.netBenefit.value)) on average, Monte Carlo error \(pounds(last.netBenefit.standardError)): "
    if isChoiceSettled {
      text += "more draws would not change which is best on average."
    } else if let draws = drawsForChoice, draws < 1_000_000 {
      text += "which is best is not settled; at this distance it would be after some \(count(draws)) draws."
    } else {
      text += "they are as good as each other."
    }
    if let draws = drawsForInformation, draws > last.draws {
      text += " The EVPI would be known to a tenth after some \(count(draws)) draws."
    }
    if let replications = replicationsAdvised, let noise = shareOfNoise {
      text +=
        " Replication noise is \(percent(noise)) of that net benefit's variance; "
        + "\(replications) replications a draw would learn most about it."
    }
    return text
  }

  /// One line while the study runs; nil where there is no choice.
  public var line: String? {
    guard let last = steps.last, best != nextBest else { return nil }
    let evpi = last.perfectInformation, half = 1.96 * evpi.standardError
    let needed =
      isChoiceSettled
      ? "which is best on average is settled"
      : drawsForChoice.flatMap { $0 < 1_000_000 ? "which is best is settled after some \(count($0)) draws" : nil }
        ?? "they are as good as each other"
    let range =
      evpi.value > 0
      ? "95 % interval \(pounds(max(evpi.value - half, 0))) to \(pounds(evpi.value + half))"
      : "no draw so far prefers another"
    let information = drawsForInformation.map { draws in
      draws > last.draws ? ", known to a tenth after some \(count(draws)) draws" : ", known to a tenth"
    }
    return "After \(readable(Double(last.draws), digits: 0)) draws, at \(pounds(threshold)): \(best) better than "
      + "\(nextBest) by \(pounds(last.netBenefit.value)) (Monte Carlo error \(pounds(last.netBenefit.standardError))), "
      + "\(needed); EVPI \(pounds(evpi.value)) (\(range))\(information ?? "")"
  }

  /// Two digits are enough for a number of draws that is needed.
  private func count(_ draws: Int) -> String {
    var unit = 1
    while draws / unit >= 100 { unit *= 10 }
    return readable(Double((draws + unit - 1) / unit * unit), digits: 0)
  }
}
