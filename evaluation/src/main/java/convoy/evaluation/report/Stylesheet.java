// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

/** The look of the page: dark on light, system fonts, one column of readable width. */
final class Stylesheet {
  static final String CSS =
      """
      :root { color-scheme: light; }
      * { box-sizing: border-box; }
      body {
        margin: 0 auto; padding: 1rem 1rem 4rem; max-width: 60rem;
        font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
        color: #1a1a1a; background: #fff; overflow-wrap: break-word;
      }
      h1 { margin: 1rem 0; font-size: 1.6rem; line-height: 1.25; overflow-wrap: anywhere; }
      h2 { margin: 0 0 .75rem; font-size: 1.2rem; overflow-wrap: anywhere; }
      section { margin: 2.5rem 0 0; }
      p { margin: 0 0 .75rem; max-width: 44rem; }
      .note { color: #555; font-size: .92rem; }

      .answer { margin: 0; padding: 1.25rem 1.25rem .75rem; background: #f3f7fa;
        border-left: 4px solid #0072b2; print-color-adjust: exact; }
      .headline { font-size: 1.15rem; }
      .headline strong { display: block; font-size: 2.8rem; line-height: 1.1; color: #005a8d; }
      .figures { display: grid; margin: 0 0 1rem; gap: .6rem 1.25rem;
        grid-template-columns: repeat(auto-fit, minmax(7.8rem, 1fr)); }
      dt { color: #555; font-size: .85rem; overflow-wrap: anywhere; }
      dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
      .figures dd { font-weight: 600; }

      /* A shadow at the side where a table goes on; the white parts scroll with it and cover it. */
      .scroll { overflow-x: auto; max-width: 100%;
        background:
          linear-gradient(to right, #fff 1rem, #fff0) left / 2.5rem 100% no-repeat local,
          linear-gradient(to left, #fff 1rem, #fff0) right / 2.5rem 100% no-repeat local,
          linear-gradient(to right, #0003, #0000) left / .8rem 100% no-repeat scroll,
          linear-gradient(to left, #0003, #0000) right / .8rem 100% no-repeat scroll; }
      .scroll + .note { margin-top: .75rem; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
      caption { text-align: left; color: #555; padding-bottom: .4rem; }
      th, td { padding: .3rem .7rem; text-align: left; border-bottom: 1px solid #e3e3e3; }
      th { font-weight: 400; }
      thead th, thead td { color: #555; border-bottom: 1px solid #888; vertical-align: bottom; }
      tfoot th, tfoot td { color: #555; border-bottom: 0; }
      th:first-child { padding-left: .4rem; }
      tbody th { min-width: 7rem; max-width: 24rem; overflow-wrap: anywhere; }
      .number { text-align: right; }
      td.number { white-space: nowrap; }
      .best th, .best td { font-weight: 700; background: #f3f7fa; }
      .best small { font-weight: 400; }

      .charts { display: grid; gap: 1.75rem 2.25rem;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
      figure { margin: 0; max-width: 36rem; }
      figure svg { display: block; height: auto; }
      figcaption { margin-top: .4rem; color: #555; font-size: .92rem; }
      .picture { max-width: 44rem; }
      .picture img { display: block; }
      .pictures { display: grid; gap: 1.5rem 2.25rem; margin: 1.5rem 0; align-items: start;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); }
      .mistakes { display: grid; gap: 1rem; margin: 1rem 0;
        grid-template-columns: repeat(auto-fill, minmax(7rem, 1fr)); }
      #preprocessing > .picture { margin: 1.75rem 0; max-width: 51rem; }
      .framed img { border: 1px solid #888; }

      .bars { width: 100%; }
      .bars .bar { width: 45%; padding-right: 0; }
      .bars .bar div { height: .8rem; background: #0072b2; print-color-adjust: exact; }

      #layers > .scroll { margin: 1.75rem 0 .75rem; }
      .layers { font-size: .8rem; }
      .layers th, .layers td { padding: .3rem .4rem; }
      .layers caption { font-size: .92rem; }
      .layers tbody th { min-width: 4rem; max-width: 9rem; }
      .layers th:first-child { position: sticky; left: 0; background: #fff; }
      .layers svg { display: block; }
      .fit { max-width: 44rem; }

      summary { margin: 0 0 .75rem; cursor: pointer; color: #005a8d; }
      .compared th:first-child { position: sticky; left: 0; background: #fff; }
      .compared thead th { white-space: nowrap; }
      .compared tbody th { white-space: nowrap; min-width: 0; max-width: none; }

      .warnings { color: #7a3e00; font-size: .92rem; max-width: 44rem; }
      p.warnings { margin: 0 0 .25rem; }
      ul.warnings { margin: 0; padding-left: 1.25rem; }

      .confusion { font-size: .85rem; }
      .confusion td { text-align: right; padding: .3rem .5rem; border: 1px solid #fff; }
      .confusion th { white-space: nowrap; max-width: none; }
      .confusion .upright { text-align: center; padding: .3rem .2rem; }
      .confusion .upright span { writing-mode: vertical-rl; transform: rotate(180deg); }
      .confusion th:first-child { position: sticky; left: 0; background: #fff; }
      .confusion .rate { color: #555; white-space: nowrap; }
      .worst { margin-top: 1.5rem; }
      .worst td:nth-child(2) { min-width: 5.5rem; overflow-wrap: anywhere; }

      .provenance { margin: 0; font-size: .92rem; }
      .provenance div { display: grid; grid-template-columns: minmax(6rem, 14rem) minmax(0, 1fr); gap: 1rem;
        padding: .3rem 0; border-bottom: 1px solid #e3e3e3; }
      .provenance dd { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .85rem;
        white-space: pre-wrap; }

      @media (max-width: 30rem) {
        table { font-size: .8rem; }
        th, td, th:first-child { padding: .3rem .2rem; }
        tbody th { min-width: 5.5rem; }
        .headline strong { font-size: 2.3rem; }
        .bars .bar { width: 25%; padding-left: .5rem; }
        .provenance div { grid-template-columns: minmax(0, 1fr); gap: 0; }
      }
      @media print {
        body { padding: 0; font-size: 10pt; max-width: none; }
        section { margin-top: 1.5rem; }
        figure, table, .answer { break-inside: avoid; }
        h2, .note { break-after: avoid; }
        .picture img { max-width: 9cm !important; }
        .scroll { overflow: visible !important; background: none; }
        .confusion { font-size: 7pt; }
        .confusion td, .confusion th { padding: .15rem .2rem; }
      }
      """;

  private Stylesheet() {}
}
