# SPDX-License-Identifier: GPL-3.0-or-later
# The reference caseload model in simmer: Rscript caseload_simmer.R BIRTHS SEED
suppressPackageStartupMessages(library(simmer))

arguments <- as.numeric(commandArgs(TRUE))
births <- arguments[1]
set.seed(arguments[2])

day <- 37.5 / 7 # working hours
year <- 365.25 * day
warm_up <- 3 * year
end <- 8 * year
rebooking_mean <- 7 * day
booked_before_birth <- 84 * day
attempts <- 3

# Types of contact, 1 to 8; the smallest priority first; no other pool: NA.
release_age <- c(-84, 10, 42, 91, 335, 730, 0, 0) * day
due_age <- c(0, 14, 56, 122, 365, 913, 14, 7) * day
deadline_age <- c(0, 30, 84, 152, 456, 1004, 28, 28) * day
priority <- c(3, 1, 2, 4, 4, 5, 3, 0)
own_pool <- c(1, 1, 1, 2, 2, 2, 3, 1)
other_pool <- c(NA, NA, NA, 1, 1, 1, 2, NA)
non_attendance <- c(0.10, 0.04, 0.07, 0.10, 0.12, 0.12, 0.10, 0.08)
shape <- c(4, 5, 4, 4, 4, 4, NA, 3)
scale <- c(0.5, 0.54, 0.475, 0.225, 0.275, 0.275, NA, 1.05)
reviews <- 6
package <- 7
# What an attended review may start, types 7 and 8.
follow_up_probability <- c(NA, NA, NA, NA, NA, NA, 0.12, 0.02)
follow_up_visits <- c(NA, NA, NA, NA, NA, NA, 6, 9)
follow_up_interval <- c(NA, NA, NA, NA, NA, NA, 14, 28) * day

staff <- pmax(1, floor(c(30, 12, 10) * births / 4000 + 0.5))
pools <- c("health visitors", "nursery nurses", "support")
started <- waits <- completed <- on_time <- lost_deadline <- lost_dna <- numeric(8)
busy <- numeric(3)
events <- 0

# Outcomes of a contact; a journey that has just begun has had none.
attended <- 1
absent <- 2
lapsed <- 3
begun <- 4

env <- simmer()
state <- c("kind", "origin", "attempt", "visits", "release")

is_free <- function(pool) get_server_count(env, pools[pool]) < staff[pool]

hours_until_release <- function() get_attribute(env, "release") - now(env)

# simmer serves the largest whole number first; due dates to a hundredth of an hour.
urgency <- function() {
  journey <- get_attribute(env, c("kind", "origin"))
  value <- (6 - priority[journey[1]]) * 2e7 - round(100 * (journey[2] + due_age[journey[1]]))
  c(value, value, 0)
}

choose_pool <- function() {
  events <<- events + 1
  kind <- get_attribute(env, "kind")
  own <- own_pool[kind]
  other <- other_pool[kind]
  pools[if (!is.na(other) && !is_free(own) && is_free(other)) other else own]
}

# A member of the pool is free: the outcome, the hours it takes and whether it is on time.
start_contact <- function() {
  journey <- get_attribute(env, c("kind", "origin", "release"))
  kind <- journey[1]
  time <- now(env)
  if (time > journey[2] + deadline_age[kind]) {
    return(c(lapsed, 0, 0))
  }
  if (time >= warm_up) {
    started[kind] <<- started[kind] + 1
    waits[kind] <<- waits[kind] + time - journey[3]
  }
  outcome <- if (runif(1) < non_attendance[kind]) absent else attended
  hours <- rlnorm(1, log(0.35), 0.5)
  if (outcome == attended) {
    hours <- hours + if (kind == package) rlnorm(1, 0, 0.3) else rgamma(1, shape[kind], scale = scale[kind])
  }
  c(outcome, hours, time <= journey[2] + due_age[kind])
}

record_contact <- function(kind, attempt) {
  contact <- get_attribute(env, c("outcome", "hours", "on_time"))
  counted <- now(env) >= warm_up
  if (contact[1] == lapsed) {
    if (counted) lost_deadline[kind] <<- lost_deadline[kind] + 1
    return(lapsed)
  }
  events <<- events + 1
  if (counted) {
    pool <- match(get_selected(env), pools)
    busy[pool] <<- busy[pool] + contact[2]
    if (contact[1] == attended) {
      completed[kind] <<- completed[kind] + 1
      on_time[kind] <<- on_time[kind] + contact[3]
    } else if (attempt == attempts) {
      lost_dna[kind] <<- lost_dna[kind] + 1
    }
  }
  contact[1]
}

# The journey after a contact; kind 0 when it is over.
go_on <- function() {
  journey <- get_attribute(env, state)
  if (get_attribute(env, "outcome") == begun) {
    return(journey)
  }
  kind <- journey[1]
  time <- now(env)
  outcome <- record_contact(kind, journey[3])
  if (outcome == absent && journey[3] < attempts) {
    return(c(kind, journey[2], journey[3] + 1, journey[4], time + rexp(1, 1 / rebooking_mean)))
  }
  if (kind < reviews) {
    return(c(kind + 1, journey[2], 1, 0, max(time, journey[2] + release_age[kind + 1])))
  }
  if (kind == reviews || journey[4] == 1) {
    return(c(0, 0, 0, 0, 0))
  }
  release <- time + follow_up_interval[kind]
  c(kind, release, 1, journey[4] - 1, release)
}

follow_up <- function(trajectory, kind) {
  copies <- function() {
    contact <- get_attribute(env, c("kind", "outcome"))
    1 + (contact[1] <= reviews && contact[2] == attended && runif(1) < follow_up_probability[kind])
  }
  first <- trajectory() |> set_attribute(c(state, "outcome"), function() {
    release <- now(env) + follow_up_interval[kind]
    c(kind, release, 1, follow_up_visits[kind], release, begun)
  })
  clone(trajectory, copies, trajectory(), first)
}

journey <- trajectory() |>
  set_attribute(state, function() c(1, now(env) + booked_before_birth, 1, 0, now(env))) |>
  timeout(hours_until_release, tag = "wait") |>
  set_prioritization(urgency) |>
  select(choose_pool) |>
  seize_selected(1) |>
  set_attribute(c("outcome", "hours", "on_time"), start_contact) |>
  timeout_from_attribute("hours") |>
  release_selected(1) |>
  follow_up(7) |>
  follow_up(8) |>
  set_attribute(state, go_on) |>
  rollback("wait", check = function() get_attribute(env, "kind") > 0)

begin <- proc.time()
for (pool in 1:3) env |> add_resource(pools[pool], staff[pool], mon = FALSE)
invisible(env |> add_generator("child", journey, function() rexp(1, births / year), mon = 0))
invisible(run(env, until = end))
cpu <- sum((proc.time() - begin)[1:2])

for (kind in 1:8) {
  cat("type", kind - 1, "started", started[kind], "wait_h", waits[kind] / max(1, started[kind]), "completed",
    completed[kind], "on_time", on_time[kind], "lost_deadline", lost_deadline[kind], "lost_dna", lost_dna[kind], "\n")
}
for (pool in 1:3) cat("pool", pool - 1, "utilisation", busy[pool] / (staff[pool] * (end - warm_up)), "\n")
cat("events", events, "cpu_s", cpu, "ns_per_event", cpu / events * 1e9, "\n")
