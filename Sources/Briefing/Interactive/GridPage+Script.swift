// SPDX-License-Identifier: GPL-3.0-or-later

extension GridPage {
  /// Shows the words of the chosen point and draws the points along one slider. It makes no number of its own.
  static let script = """
    (() => {
      "use strict";
      const grid = JSON.parse(document.getElementById("grid").textContent);
      const element = id => document.getElementById(id);
      const steps = grid.axes.map(axis => axis.start);
      let along = 0;
      // Point 0 is the service as it is; of the others the last axis runs fastest.
      const point = steps => 1 + steps.reduce((place, step, axis) => place * grid.axes[axis].values.length + step, 0);
      const add = (parent, name, text) => {
        const child = document.createElement(name);
        child.textContent = text;
        parent.append(child);
        return child;
      };

      function table(chosen) {
        const rows = element("rows");
        rows.replaceChildren();
        grid.measures.forEach((label, m) => {
          const row = document.createElement("tr"), cell = chosen[m];
          add(row, "th", label).scope = "row";
          add(row, "td", grid.points[0][m][3]);
          add(row, "td", cell[3]);
          const verdict = cell[5] > 0 ? "better: " : cell[5] < 0 ? "worse: " : "";
          add(row, "td", verdict + cell[4]).className = cell[5] > 0 ? "better" : cell[5] < 0 ? "worse" : "";
          rows.append(row);
        });
      }

      function answer(chosen) {
        const named = verdict => {
          const all = grid.inSentence.filter((_, m) => chosen[m][5] === verdict);
          return all.length > 4 ? all.slice(0, 3).join(", ") + " and " + (all.length - 3) + " more"
            : all.length > 1 ? all.slice(0, -1).join(", ") + " and " + all[all.length - 1] : all.join("");
        };
        const worse = named(-1), better = named(1);
        element("answer").textContent = worse || better
          ? "Compared with the service as it is, this is " + (worse ? "clearly worse in " + worse : "clearly worse in nothing")
            + " and " + (better ? "clearly better in " + better : "clearly better in nothing") + "."
          : "This is not clearly different from the service as it is.";
      }

      function picture() {
        const m = +element("measure").value, axis = grid.axes[along], base = grid.points[0][m];
        const cells = axis.values.map((_, step) => {
          const place = steps.slice();
          place[along] = step;
          return grid.points[point(place)][m];
        });
        const known = cells.concat([base]).filter(cell => cell[0] !== null);
        const low = Math.min(...known.map(cell => cell[1] ?? cell[0])), high = Math.max(...known.map(cell => cell[2] ?? cell[0]));
        const margin = (high - low) * 0.08 || 1;
        const y = value => 230 - 210 * (value - low + margin) / (high - low + 2 * margin);
        const first = axis.numbers[0], last = axis.numbers[axis.numbers.length - 1];
        const x = value => 94 + 320 * (value - first) / (last - first || 1);
        const svg = element("picture");
        svg.replaceChildren();
        const draw = (name, attributes, text) => {
          const shape = document.createElementNS("http://www.w3.org/2000/svg", name);
          for (const key in attributes) shape.setAttribute(key, attributes[key]);
          if (text !== undefined) shape.textContent = text;
          svg.append(shape);
        };
        draw("line", { x1: 80, x2: 430, y1: 230, y2: 230, stroke: "#666666" });
        for (const cell of [known.reduce((a, b) => a[0] < b[0] ? a : b), known.reduce((a, b) => a[0] > b[0] ? a : b)])
          draw("text", { x: 74, y: y(cell[0]) + 6, "text-anchor": "end", "font-size": 15, fill: "#1b1b1b" }, cell[3].split(", ")[0]);
        if (base[0] !== null)
          draw("line", { x1: 80, x2: 430, y1: y(base[0]), y2: y(base[0]), stroke: "#4a4a4a", "stroke-dasharray": "6 4" });
        const every = Math.ceil(cells.length / 7);
        cells.forEach((cell, step) => {
          const across = x(axis.numbers[step]);
          if (step % every === 0 || step === steps[along])
            draw("text", { x: across, y: 252, "text-anchor": "middle", "font-size": 15, fill: "#1b1b1b",
              "font-weight": step === steps[along] ? "bold" : "normal" }, axis.values[step]);
          if (cell[0] === null) return;
          if (cell[1] !== null) draw("line", { x1: across, x2: across, y1: y(cell[1]), y2: y(cell[2]), stroke: "#0072B2", "stroke-width": 3 });
          draw("circle", { cx: across, cy: y(cell[0]), r: 6, fill: "#0072B2" });
          if (step === steps[along]) draw("circle", { cx: across, cy: y(cell[0]), r: 12, fill: "none", stroke: "#D55E00", "stroke-width": 4 });
        });
        draw("text", { x: 254, y: 274, "text-anchor": "middle", "font-size": 14, fill: "#1b1b1b" }, axis.words);
        svg.setAttribute("aria-label", grid.measures[m] + " by " + axis.words + ": "
          + axis.values.map((value, step) => value + ": " + cells[step][3]).join("; "));
      }

      function show() {
        grid.axes.forEach((axis, a) => {
          element("axis" + a).value = steps[a];
          element("axis" + a).setAttribute("aria-valuetext", axis.values[steps[a]]);
          element("value" + a).textContent = axis.values[steps[a]];
        });
        const chosen = grid.points[point(steps)];
        table(chosen);
        answer(chosen);
        picture();
      }

      grid.axes.forEach((_, a) => element("axis" + a).addEventListener("input", event => {
        steps[a] = +event.target.value;
        along = a;
        show();
      }));
      element("measure").addEventListener("change", picture);
      element("all").open = false;
      element("moving").hidden = false;
      show();
    })();
    """
}
