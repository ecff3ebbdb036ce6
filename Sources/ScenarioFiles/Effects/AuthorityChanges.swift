// SPDX-License-Identifier: GPL-3.0-or-later

/// Authorities that were merged or are published together, by code, so that a series does not break where a border moved.
public struct AuthorityChange: Sendable {
  public let oldCode, newCode, newName: String
  public let since: Int
  /// `found` in a published study's method, or from `memory` and to be checked.
  public let provenance: String
}

/// The table that the panel readers apply; splits (Cumbria, Northamptonshire) cannot be undone and are not in it.
public let authorityChanges: [AuthorityChange] = [
  .init(oldCode: "E06000053", newCode: "E06000052", newName: "Cornwall", since: 2015, provenance: "found"),
  .init(oldCode: "E09000001", newCode: "E09000012", newName: "Hackney", since: 2015, provenance: "found"),
  .init(
    oldCode: "E06000028", newCode: "E06000058", newName: "Bournemouth, Christchurch and Poole", since: 2019,
    provenance: "found"),
  .init(
    oldCode: "E06000029", newCode: "E06000058", newName: "Bournemouth, Christchurch and Poole", since: 2019,
    provenance: "found"),
  .init(
    oldCode: "E07000048", newCode: "E06000058", newName: "Bournemouth, Christchurch and Poole", since: 2019,
    provenance: "found"),
  .init(oldCode: "E07000049", newCode: "E06000059", newName: "Dorset", since: 2019, provenance: "found"),
  .init(oldCode: "E07000050", newCode: "E06000059", newName: "Dorset", since: 2019, provenance: "found"),
  .init(oldCode: "E07000051", newCode: "E06000059", newName: "Dorset", since: 2019, provenance: "found"),
  .init(oldCode: "E07000052", newCode: "E06000059", newName: "Dorset", since: 2019, provenance: "found"),
  .init(oldCode: "E07000053", newCode: "E06000059", newName: "Dorset", since: 2019, provenance: "found"),
  .init(
    oldCode: "E10000002", newCode: "E06000060", newName: "Buckinghamshire", since: 2020, provenance: "memory"),
  .init(
    oldCode: "E10000023", newCode: "E06000065", newName: "North Yorkshire", since: 2023, provenance: "memory"),
  .init(oldCode: "E10000027", newCode: "E06000066", newName: "Somerset", since: 2023, provenance: "memory"),
]
