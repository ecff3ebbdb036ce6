# SPDX-License-Identifier: GPL-3.0-or-later
# The classic California fit by pysyncon, with its defaults: python california.py PANEL.csv [placebos]
import sys
import time

import pandas
from pysyncon import Dataprep, Synth
from pysyncon.utils import PlaceboTest

panel = pandas.read_csv(sys.argv[1])
data = Dataprep(
    foo=panel, predictors=["lnincome", "retprice", "age15to24"], predictors_op="mean",
    time_predictors_prior=range(1980, 1989),
    special_predictors=[
        ("beer", range(1984, 1989), "mean"), ("cigsale", [1975], "mean"), ("cigsale", [1980], "mean"),
        ("cigsale", [1988], "mean")],
    dependent="cigsale", unit_variable="state", time_variable="year", treatment_identifier="California",
    controls_identifier=[state for state in panel.state.unique() if state != "California"],
    time_optimize_ssr=range(1970, 1989))
if __name__ == "__main__":
    start = time.time()
    fit = Synth()
    fit.fit(dataprep=data)
    print("fit", time.time() - start, "s, pre-period MSPE", fit.mspe(), flush=True)
    if sys.argv[2:] == ["placebos"]:
        start = time.time()
        PlaceboTest().fit(dataprep=data, scm=Synth(), max_workers=2, verbose=False)
        print("placebos", time.time() - start, "s")
