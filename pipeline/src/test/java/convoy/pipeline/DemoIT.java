// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The README's first command, what the synthetic images promise, and what its report looks like.
 */
class DemoIT {
  @TempDir static Path temporary;

  private static JsonNode demo;

  @BeforeAll
  static void runTheDemo() throws Exception {
    demo = launch("demo", "demo");
  }

  private static JsonNode launch(String command, String run, String... more) throws Exception {
    Path json = temporary.resolve(run + ".json");
    List<String> arguments = new ArrayList<>(List.of(command, "--master", "local[2]"));
    arguments.addAll(List.of("--run", temporary.resolve(run).toString()));
    arguments.addAll(List.of("--json", json.toString()));
    arguments.addAll(List.of(more));
    Script script =
        Script.run(RunningScript.SHORT_LIVED, "convoy", arguments.toArray(String[]::new));
    assertThat(script.status()).as(script.err()).isZero();
    return new ObjectMapper().readTree(json.toFile());
  }

  @Test
  void aSmallConvNetGetsOverNinetyPercentOfTheShapes() {
    assertThat(demo.get("validationAccuracy").asDouble()).isGreaterThan(0.9);
    assertThat(temporary.resolve("demo").resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void aLinearClassifierOnThePixelsStaysUnderFiftyPercent() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--model", "softmax"));
    arguments.addAll(List.of("--shards", temporary.resolve("demo").resolve("shards").toString()));
    arguments.addAll(
        List.of("--statistics", temporary.resolve("demo").resolve("statistics").toString()));
    // The best rate of those tried for it; the default is made for the ConvNet.
    arguments.addAll(List.of("--learning-rate", "0.0003"));
    JsonNode linear = launch("train", "linear", arguments.toArray(String[]::new));

    assertThat(linear.get("validationAccuracy").asDouble()).isBetween(0.1, 0.5);
  }

  /**
   * Its report as a browser shows it, on a phone and on a desk. Without chromedriver this is
   * skipped, unless the environment has {@code CI} or {@code -Dconvoy.browser=required} is given.
   * The pictures of the page stay in {@code target/}, to be looked at.
   */
  @Nested
  class InABrowser {
    private static final String MISSING =
        "no chromedriver on the path, so no browser sees the report; on Debian: apt-get install"
            + " chromium chromium-driver";

    private Path chromedriver;
    private Path report;

    @BeforeEach
    void findTheBrowser() {
      boolean required =
          System.getenv("CI") != null
              || System.getProperty("convoy.browser", "").equals("required");
      if (required) {
        assertThat(HeadlessBrowser.driver()).as(MISSING).isPresent();
      }
      assumeTrue(HeadlessBrowser.driver().isPresent(), MISSING);
      chromedriver = HeadlessBrowser.driver().orElseThrow();
      report = temporary.resolve("demo").resolve("report.html");
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

    private HeadlessBrowser start(int width) throws IOException, InterruptedException {
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
}
