// SPDX-License-Identifier: GPL-3.0-or-later

/// Forms in which results are said.
public enum OutputFormat: String, Sendable, CaseIterable {
  case table, json, csv
}
