// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ScenarioFiles
import Statistics
import Testing

/// Unit costs from a library, with their source, standard error and price year.
@Suite struct UnitCostsTests {
  private static let library = """
    item,kind,per,cost_gbp,se_gbp,price_year,source,provenance,note
    nurse_hour,role,hour,43,4.3,2022,made up for a test,found,
    visit,episode,visit,5,,2025,made up for a test,,without overheads

    """

  private static func folder(_ library: String = library) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("costs.csv", library)
    try folder.write("index.csv", "year,index,source\n2022,100,made up\n2025,110,made up\n")
    return folder
  }

  private static func text(_ cost: String, _ costs: String) -> String {
    MinimalScenario.adding(after: 13, cost) + costs + "\n"
  }

  @Test func anItemBringsItsSourceErrorAndPriceYear() throws {
    let folder = try Self.folder()
    let path = try folder.write(
      "a.yaml",
      Self.text(
        "cost_per_hour_gbp: {unit_cost: costs.csv#nurse_hour}",
        "costs: {price_year: 2025, price_index: index.csv, travel_per_visit_gbp: {unit_cost: costs.csv#visit, source: mine}}"
      ))
    let document = try ScenarioDocument(path: path)
    let hour = try #require(document.parameters.first { $0.path == "workforce.server.cost_per_hour_gbp" })
    #expect(abs(hour.mean - 47.3) < 1e-9 && abs((hour.uncertainty?.standardDeviation ?? 0) - 4.73) < 1e-6)
    #expect(hour.source.hasPrefix("made up for a test; prices of 2022") && hour.provenance == "found")
    let visit = try #require(document.parameters.first { $0.path == "costs.travel_per_visit_gbp" })
    #expect(visit.mean == 5 && visit.uncertainty == nil && visit.source == "mine")
    #expect(visit.provenance == "assumption" && visit.note == "without overheads")
  }

  @Test(arguments: [
    ("cost_per_hour_gbp: {unit_cost: costs.csv#nurse_hours}", "did you mean 'nurse_hour'?"),
    ("cost_per_hour_gbp: {unit_cost: nowhere.csv#nurse_hour}", "no such file"),
    ("cost_per_hour_gbp: {unit_cost: costs.csv}", "takes file.csv#item"),
    ("cost_per_hour_gbp: {unit_cost: costs.csv#nurse_hour}", "give 'costs.price_index'"),
    ("hours_per_year: {unit_cost: costs.csv#visit}", "is no amount of money"),
  ]) func aMistakeIsExplained(line: String, words: String) throws {
    let folder = try Self.folder()
    let path = try folder.write("a.yaml", Self.text(line, "costs: {price_year: 2025}"))
    do throws(ScenarioError) {
      _ = try ScenarioDocument(path: path)
      Issue.record("read without complaint: \(line)")
    } catch {
      #expect(error.flaws.contains { $0.message.contains(words) }, "\(error)")
    }
  }

  @Test(arguments: [
    ("item,cost_gbp,price_year\na,1,2025\n", "no column 'source'"),
    ("item,cost_gbp,price_year,source\na,1,2025,x\na,2,2025,x\n", "listed twice"),
    ("item,cost_gbp,price_year,source\na,0,2025,x\n", "a cost above 0"),
    ("item,cost_gbp,price_year,source\na,1,25,x\n", "between 1990 and 2100"),
    ("item,cost_gbp,price_year,source,provenance\na,1,2025,x,fuond\n", "provenance is one of found"),
    ("item,cost_gbp,price_year,source,se_gbp\na,1,2025,x,-1\n", "above 0"),
  ]) func aLibraryThatIsNotOneIsExplained(library: String, words: String) throws {
    let folder = try Self.folder(library)
    let path = try folder.write("a.yaml", Self.text("cost_per_hour_gbp: {unit_cost: costs.csv#a}", "costs: {}"))
    do throws(ScenarioError) {
      _ = try ScenarioDocument(path: path)
      Issue.record("read without complaint: \(library)")
    } catch {
      #expect(error.flaws.contains { $0.message.contains(words) }, "\(error)")
    }
  }
}
