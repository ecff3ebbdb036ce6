// SPDX-License-Identifier: GPL-3.0-or-later

/// The frame of a briefing: one file that needs nothing else.
enum Page {
  static func document(title: String, body: String, skip: String = "Skip to the briefing") -> String {
    """
    <!DOCTYPE html>
    <html lang="en-GB">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(escaped(title))</title>
    <link rel="icon" href="data:,">
    <style>
    \(style)
    </style>
    </head>
    <body>
    <a class="skip" href="#main">\(skip)</a>
    \(body)
    </body>
    </html>

    """
  }

  private static let style = """
    :root { --ink: #1b1b1b; --quiet: #4a4a4a; --line: #c9c9c9; --accent: #00467f; }
    * { box-sizing: border-box; }
    body { font: 16px/1.5 "Liberation Sans", Arial, Helvetica, sans-serif; color: var(--ink); background: #fff;
      margin: 0 auto; max-width: 46rem; padding: 1.5rem 1.25rem 4rem; }
    h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .4rem; color: var(--accent); }
    h2 { font-size: 1.2rem; margin: 2rem 0 .4rem; color: var(--accent); border-bottom: 2px solid var(--accent); }
    h3 { font-size: 1rem; margin: 1.4rem 0 .3rem; }
    p, ul { margin: .4rem 0 .8rem; } li { margin: .25rem 0; }
    .lead { font-size: 1.1rem; } .quiet { color: var(--quiet); font-size: .9rem; }
    .n { white-space: nowrap; }
    .skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; }
    .answer { border-left: .4rem solid var(--accent); padding: .2rem 0 .2rem 1rem; margin: 1rem 0; }
    .warning { border: 1px solid #7a4b00; background: #fff7e6; padding: .5rem .9rem; margin: .8rem 0; }
    .table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; margin: .6rem 0 1.2rem; font-size: .9rem; }
    caption { text-align: left; font-weight: bold; padding: .2rem 0; }
    th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; }
    th[scope=row], thead th:first-child { text-align: left; font-weight: normal; }
    thead th { border-bottom: 2px solid var(--ink); font-weight: bold; }
    table.wide { font-size: .78rem; } table.wide td, table.wide th { text-align: left; overflow-wrap: anywhere; }
    table.wide td.figure { white-space: nowrap; overflow-wrap: normal; } table.wide thead th { overflow-wrap: normal; }
    figure { margin: 1.2rem 0; break-inside: avoid; } figcaption { font-weight: bold; margin-bottom: .3rem; }
    figure svg { max-width: 100%; height: auto; }
    details { font-size: .85rem; margin-top: .3rem; } summary { cursor: pointer; color: var(--accent); }
    .rag td { text-align: center; font-weight: bold; } .rag .chance { font-weight: normal; font-size: .85em; }
    .rag .r { background: #f4b6a6; } .rag .a { background: #fde3a7; } .rag .g { background: #b9e0c3; }
    fieldset { border: 1px solid var(--line); padding: .6rem 1rem; } legend { font-weight: bold; }
    .slider { margin: .6rem 0 1rem; } .slider label { display: block; } .slider input { width: 100%; height: 2rem; accent-color: var(--accent); }
    .ends { display: flex; justify-content: space-between; } .ends output { font-weight: bold; font-size: 1.15rem; }
    table.moving td { font-size: .85rem; } .better { background: #dceffc; } .worse { background: #fde6d8; }
    #slice svg { width: 100%; height: auto; } select { font: inherit; max-width: 100%; }
    .annex { border-top: 4px solid var(--accent); margin-top: 3rem; }
    @media screen and (max-width: 480px) {
      body { padding: 1rem .9rem 3rem; } th, td { padding: .25rem .3rem; } table, table.moving td { font-size: .8rem; }
      figure .table svg { max-width: none; width: 30rem; } ul { padding-left: 1.2rem; }
    }
    @page { size: A4; margin: 13mm 14mm; }
    @media print {
      html { font-size: 9pt; } body { font-size: 1rem; line-height: 1.32; max-width: none; padding: 0; } h1 { font-size: 16pt; }
      h2 { font-size: 11.5pt; margin: .7rem 0 .25rem; } p, ul { margin: .2rem 0 .4rem; } li { margin: .1rem 0; }
      .lead { font-size: 10pt; } .answer, .warning { margin: .4rem 0; padding-top: .1rem; padding-bottom: .1rem; }
      figure { margin: .5rem 0; } figure svg { max-height: 38mm; width: auto; }
      /* Tall charts stand beside what follows them, so that the plain-English part keeps to two pages. */
      main > figure:is(#completion, #quintile) { float: right; width: 40%; margin: .2rem 0 .2rem 4mm; } figure#cost, .scorecard { clear: both; } .warning { font-size: .8rem; line-height: 1.2; } th, td { padding: .12rem .4rem; }
      .annex figure svg { max-height: 95mm; } .scorecard { break-before: page; }
      h2, h3, caption { break-after: avoid; } tr, figure, .answer, .warning { break-inside: avoid; }
      thead { display: table-header-group; } .annex { break-before: page; } .skip, details:not([open]) { display: none; }
      .table { overflow: visible; } a { color: inherit; text-decoration: none; }
    }
    """
}
