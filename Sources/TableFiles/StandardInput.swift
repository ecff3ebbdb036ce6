// SPDX-License-Identifier: GPL-3.0-or-later
public import Foundation

/// What is piped into the program, read once and kept, so that a table and its digest are of the same bytes.
public enum StandardInput {
  public static let contents = Result { try FileHandle.standardInput.readToEnd() ?? Data() }
}
