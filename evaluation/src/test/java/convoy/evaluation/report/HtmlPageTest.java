// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.picture.Parsed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class HtmlPageTest {
  @Test
  void sectionsStandInTheirOrderUnderTheTitle() {
    Element page =
        Parsed.root(new HtmlPage("a <run>", List.of("<p>one</p>", "", "<p>two</p>")).render());

    assertThat(Parsed.texts(page, "title")).containsExactly("a <run>");
    assertThat(Parsed.texts(page, "h1")).containsExactly("a <run>");
    assertThat(Parsed.texts(Parsed.all(page, "main").get(0), "p")).containsExactly("one", "two");
  }

  @Test
  void aPageWithoutATitleIsOfARun() {
    assertThat(Parsed.texts(Parsed.root(new HtmlPage(" ", List.of()).render()), "h1"))
        .containsExactly("Run");
  }

  @Test
  void thePolicyForbidsToLoadOrRunAnything() {
    Element page = Parsed.root(new HtmlPage("t", List.of()).render());

    assertThat(Parsed.all(page, "meta"))
        .anyMatch(
            meta ->
                meta.getAttribute("http-equiv").equals("Content-Security-Policy")
                    && meta.getAttribute("content").startsWith("default-src 'none'"));
    assertThat(Parsed.texts(page, "style").get(0)).doesNotContain("url(", "@import");
  }
}
