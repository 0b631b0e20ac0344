// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.picture.Parsed;
import org.w3c.dom.Element;

/** Reports as a browser reads them, for tests. */
final class FakePage {
  private FakePage() {}

  /** The whole page. */
  static Element page(RunReport report) {
    return Parsed.root(HtmlReport.render(report));
  }

  /** One of its sections. */
  static Element section(RunReport report, String id) {
    return Parsed.all(page(report), "section").stream()
        .filter(section -> section.getAttribute("id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** The markup without its images: base64 may spell anything. */
  static String withoutImages(RunReport report) {
    return HtmlReport.render(report).replaceAll("base64,[A-Za-z0-9+/=]+", "");
  }
}
