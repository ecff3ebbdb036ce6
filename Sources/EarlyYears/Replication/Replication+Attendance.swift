// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Keeping an appointment.
extension Replication {
  /// Whether a first appointment elsewhere would have been kept, in the most usual place.
  func wouldAttend(_ child: Int, contact k: Int) -> Bool {
    stream.seek(entity: children[child].id, purpose: Purpose.attendance.about(plans[k].key), index: .max)
    let place = (0..<6).first { plans[k].places[$0] >= 0.5 } ?? 0
    return isKept(child, contact: k, place: place)
  }

  /// The family's propensity and the occasion's luck against the appointment's threshold; the stream must
  /// stand at the occasion.
  func isKept(_ child: Int, contact k: Int, place: Int) -> Bool {
    let correlation = model.scenario.children.attendanceCorrelation
    let quintile = Int(children[child].quintile)
    let latent =
      (1 - correlation).squareRoot() * stream.standardNormal()
      - correlation.squareRoot() * Double(children[child].propensity)
    return latent < threshold(child, contact: k, cell: place * 5 + quintile)
  }

  /// Latent threshold of keeping an appointment, with the open status's odds.
  func threshold(_ child: Int, contact k: Int, cell: Int) -> Double {
    let s = children[child].safeguarding
    guard s != 255, model.statuses[Int(s)].attendanceOddsRatio != 1 else { return Double(plans[k].threshold[cell]) }
    return normalQuantile(
      Gradient.withOdds(plans[k].attendance[cell], times: model.statuses[Int(s)].attendanceOddsRatio))
  }
}
