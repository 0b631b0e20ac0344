// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import java.util.List;

/**
 * The frame of a page that needs nothing else: no network, script, font or style sheet. It reads at
 * 375 pixels and on paper, and its own policy forbids a browser to load or to run anything.
 *
 * @param title of the page, escaped here; {@code Run} where it is blank
 * @param sections the page's content from top to bottom, as well-formed markup in which every text
 *     from outside is escaped already; an empty one is left out
 */
record HtmlPage(String title, List<String> sections) {
  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action"
          + " 'none'";

  /** Copies the list. */
  HtmlPage {
    sections = List.copyOf(sections);
  }

  /** The page, which is also well-formed XML. */
  String render() {
    String name = escape(title.isBlank() ? "Run" : title);
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" content="%s"/>
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <header><h1>%s</h1></header>
        <main>
        %s</main>
        </body>
        </html>
        """
        .formatted(POLICY, name, Stylesheet.CSS, name, String.join("", sections));
  }
}
