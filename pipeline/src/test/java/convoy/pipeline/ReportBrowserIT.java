// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The report of a small run as a browser shows it, on a phone and on a desk. Without chromedriver
 * it is skipped, unless the environment has {@code CI} or {@code -Dconvoy.browser=required} is
 * given. The pictures of the page stay in {@code target/}, to be looked at.
 */
class ReportBrowserIT {
  private static final String MISSING =
      "no chromedriver on the path, so no browser sees the report; on Debian: apt-get install"
          + " chromium chromium-driver";

  @TempDir static Path temporary;
  private static Path chromedriver;
  private static Path report;

  @BeforeAll
  static void runASmallTraining() throws Exception {
    boolean required =
        System.getenv("CI") != null || System.getProperty("convoy.browser", "").equals("required");
    if (required) {
      assertThat(HeadlessBrowser.driver()).as(MISSING).isPresent();
    }
    assumeTrue(HeadlessBrowser.driver().isPresent(), MISSING);
    chromedriver = HeadlessBrowser.driver().orElseThrow();
    Path run = temporary.resolve("run");
    Script script =
        Script.run(
            RunningScript.SHORT_LIVED,
            "convoy",
            "run",
            "--master",
            "local[2]",
            "--source",
            "synthetic:train=400,test=100,seed=1",
            "--epochs",
            "3",
            "--average-every",
            "2",
            "--set",
            "train.monitor=steps every=1",
            "--set",
            "statistics.components=64",
            "--run",
            run.toString());
    assertThat(script.status()).as(script.err()).isZero();
    report = run.resolve("report.html");
  }

  @ParameterizedTest
  @ValueSource(ints = {375, 1200})
  void theWholePageIsSeenWithoutScrollingSidewaysAndWithoutComplaint(int width) throws Exception {
    try (HeadlessBrowser browser = start(width)) {
      browser.open(report.toUri());

      keep(browser, "report-" + width + ".png");
      assertThat(browser.value("document.documentElement.clientWidth").asInt()).isEqualTo(width);
      assertThat(browser.value("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(width);
      assertThat(
              browser.value(
                  "[...document.querySelectorAll('section')].filter(s => s.offsetHeight == 0).length"))
          .hasToString("0");
      assertThat(
              browser.value(
                  "[...document.images].filter(i => !i.complete || i.naturalWidth == 0).length"))
          .hasToString("0");
      assertThat(browser.value("document.images.length").asInt()).isPositive();
      assertThat(complaints(browser)).isEmpty();
    }
  }

  @Test
  void aScriptThatGotIntoThePageWouldNotRunAndWouldBeSeenHere() throws Exception {
    Path harmed = temporary.resolve("harmed.html");
    Files.writeString(
        harmed,
        Files.readString(report)
            .replace("</main>", "<script>document.title = 'harmed'</script></main>"));
    try (HeadlessBrowser browser = start(375)) {
      browser.open(harmed.toUri());

      assertThat(browser.value("document.title").asText()).startsWith("Convoy: ");
      assertThat(complaints(browser))
          .singleElement()
          .asString()
          .contains("Content Security Policy");
    }
  }

  private static HeadlessBrowser start(int width) throws IOException, InterruptedException {
    return HeadlessBrowser.start(
        chromedriver, Files.createTempDirectory(temporary, "profile"), width);
  }

  private static void keep(HeadlessBrowser browser, String name)
      throws IOException, InterruptedException {
    Files.write(Files.createDirectories(Path.of("target")).resolve(name), browser.screenshot());
  }

  private static List<String> complaints(HeadlessBrowser browser)
      throws IOException, InterruptedException {
    return browser.console().findValuesAsText("message");
  }
}
