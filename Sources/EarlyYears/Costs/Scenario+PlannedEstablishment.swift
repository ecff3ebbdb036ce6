// SPDX-License-Identifier: GPL-3.0-or-later

extension Role {
  /// What its posts cost a year when all are filled by employed staff: WTE × hours a year behind the hourly cost × cost
  /// of an hour, in pounds of the scenario's price year.
  public var plannedCost: Double { wte * hoursPerYear * costPerHour }
}

extension Scenario {
  /// What the planned establishment costs a year, summed over roles. What a run costs differs, since posts fall vacant.
  public var plannedEstablishmentCost: Double { workforce.reduce(0) { $0 + $1.plannedCost } }
}
