// SPDX-License-Identifier: GPL-3.0-or-later
import CGSL

/// The version of GSL that the program was built with, as `2.7.1`.
public let gslVersion: String = GSL_VERSION
