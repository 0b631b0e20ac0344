// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real browser without a window: Chromium, driven through chromedriver by the W3C's WebDriver
 * protocol, of which a page needs so little that no library is called for it.
 */
final class HeadlessBrowser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");

  /** What lets it run as root, and keeps it from looking for updates in the network. */
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofMinutes(10)).build();
  private final Process driver;
  private final String sessions;
  private final String session;

  private HeadlessBrowser(Process driver, String sessions, String session) {
    this.driver = driver;
    this.sessions = sessions;
    this.session = session;
  }

  /** Where chromedriver is, if it is on the path. */
  static Optional<Path> driver() {
    return Arrays.stream(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder).resolve("chromedriver"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts a browser.
   *
   * @param chromedriver that starts it
   * @param profile an empty folder of its own
   * @param width of the page in CSS pixels, which a window cannot make as narrow as a phone
   */
  static HeadlessBrowser start(Path chromedriver, Path profile, int width)
      throws IOException, InterruptedException {
    Process driver =
        new ProcessBuilder(chromedriver.toString(), "--port=0").redirectErrorStream(true).start();
    try {
      String sessions = "http://127.0.0.1:" + port(driver) + "/session";
      HeadlessBrowser unopened = new HeadlessBrowser(driver, sessions, "");
      JsonNode opened = unopened.post(sessions, capabilities(profile, width));
      return new HeadlessBrowser(driver, sessions, opened.get("sessionId").textValue());
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      driver.destroyForcibly();
      throw e;
    }
  }

  private static String port(Process driver) throws IOException {
    // Left open: a driver whose output nobody takes would end.
    BufferedReader out = driver.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher port = PORT.matcher(line);
      if (port.find()) {
        return port.group(1);
      }
    }
    throw new IOException("chromedriver ended before it named a port");
  }

  private static ObjectNode capabilities(Path profile, int width) {
    ObjectNode all = JSON.createObjectNode();
    ObjectNode match = all.putObject("capabilities").putObject("alwaysMatch");
    match.put("browserName", "chrome").putObject("goog:loggingPrefs").put("browser", "ALL");
    ObjectNode chrome = match.putObject("goog:chromeOptions");
    ArrayNode flags = chrome.putArray("args").add("--user-data-dir=" + profile);
    FLAGS.forEach(flags::add);
    chrome
        .putObject("mobileEmulation")
        .putObject("deviceMetrics")
        .put("width", width)
        .put("height", 812)
        .put("pixelRatio", 1)
        .put("mobile", width < 600);
    return all;
  }

  /** Opens a page and waits until it is there. */
  void open(URI page) throws IOException, InterruptedException {
    command("url", JSON.createObjectNode().put("url", page.toString()));
  }

  /** The value of an expression in the page. */
  JsonNode value(String expression) throws IOException, InterruptedException {
    ObjectNode script = JSON.createObjectNode().put("script", "return " + expression);
    script.putArray("args");
    return command("execute/sync", script);
  }

  /** What the browser has complained of, or said, since the last time. */
  JsonNode console() throws IOException, InterruptedException {
    return command("se/log", JSON.createObjectNode().put("type", "browser"));
  }

  /** The whole page as PNG, however long it is. */
  byte[] screenshot() throws IOException, InterruptedException {
    ObjectNode devTools = JSON.createObjectNode().put("cmd", "Page.captureScreenshot");
    devTools.putObject("params").put("captureBeyondViewport", true);
    return Base64.getDecoder()
        .decode(command("goog/cdp/execute", devTools).get("data").textValue());
  }

  private JsonNode command(String command, ObjectNode body)
      throws IOException, InterruptedException {
    return post(sessions + "/" + session + "/" + command, body);
  }

  private JsonNode post(String address, ObjectNode body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(Duration.ofMinutes(10))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(address + ": " + answer.body());
    }
    return JSON.readTree(answer.body()).get("value");
  }

  /** Ends the browser, which its driver does when the session ends, and then the driver. */
  @Override
  public void close() throws IOException {
    try {
      HttpRequest end =
          HttpRequest.newBuilder(URI.create(sessions + "/" + session))
              .timeout(Duration.ofMinutes(10))
              .DELETE()
              .build();
      http.send(end, HttpResponse.BodyHandlers.discarding());
      driver.destroy();
      driver.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      driver.destroyForcibly();
    }
  }
}
