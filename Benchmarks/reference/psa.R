# SPDX-License-Identifier: GPL-3.0-or-later
# A PSA table with a known answer, and the same analysis in R: acceptability, EVPI and expected net benefits with the
# matrix arithmetic of R's packages, and EVPPI by the generalised additive model that voi and BCEA fit (mgcv).
#   Rscript psa.R make DIR | cea DIR | gam DIR PARAMETERS
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[2]
n <- 10000; strategies <- 4; count <- 30
name <- function(x) file.path(folder, paste0(x, ".csv"))
if (arguments[1] == "make") {
  set.seed(1)
  p <- matrix(rnorm(n * count), n); colnames(p) <- paste0("p", 1:count)
  # Increments are linear in the parameters, so the EVPPI of one has a closed form for two strategies.
  loads <- matrix(rnorm(count * strategies), count) * rep(1 / (1:count), strategies); loads[, 1] <- 0
  e <- 1 + p %*% loads * 0.01 + matrix(rnorm(n * strategies, sd = 0.002), n)
  k <- 1000 + p %*% loads[rev(seq_len(count)), ] * 50 + matrix(rnorm(n * strategies, sd = 20), n)
  colnames(e) <- colnames(k) <- c("A", "B", "C", "D")
  write.csv(e, name("effects"), row.names = FALSE); write.csv(k, name("costs"), row.names = FALSE)
  write.csv(p, name("parameters"), row.names = FALSE)
  quit()
}
e <- as.matrix(read.csv(name("effects"))); k <- as.matrix(read.csv(name("costs")))
if (arguments[1] == "cea") {
  start <- proc.time()[["elapsed"]]
  grid <- seq(0, 50000, length.out = 501)
  out <- t(sapply(grid, function(w) {
    nb <- w * e - k
    best <- max.col(nb, ties.method = "first")
    c(tabulate(best, strategies) / n, mean(nb[cbind(seq_len(n), best)]) - max(colMeans(nb)))
  }))
  cat("seconds", proc.time()[["elapsed"]] - start, "evpi", out[201, 5], "\n")
} else {
  library(mgcv)
  p <- as.matrix(read.csv(name("parameters")))
  start <- proc.time()[["elapsed"]]
  nb <- 20000 * e - k; nb <- nb - nb[, 1]
  values <- sapply(seq_len(as.integer(arguments[3])), function(i) {
    fitted <- sapply(2:strategies, function(s) { x <- p[, i]; gam(nb[, s] ~ s(x, bs = "cr"))$fitted })
    fitted <- cbind(0, fitted)
    mean(do.call(pmax, as.data.frame(fitted))) - max(colMeans(fitted))
  })
  cat("seconds", proc.time()[["elapsed"]] - start, "evppi", values[1:min(3, length(values))], "\n")
}
