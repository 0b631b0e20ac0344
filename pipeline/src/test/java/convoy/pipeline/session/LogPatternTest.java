// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a message is written to the log. */
class LogPatternTest {
  private static String line(String appender, String message, Throwable error) throws IOException {
    Properties settings = new Properties();
    try (InputStream in = LogPatternTest.class.getResourceAsStream("/convoy-log4j2.properties")) {
      settings.load(in);
    }
    String layout = "appender." + appender + ".layout.";
    return PatternLayout.newBuilder()
        .withPattern(settings.getProperty(layout + "pattern"))
        .withAlwaysWriteExceptions(
            Boolean.parseBoolean(settings.getProperty(layout + "alwaysWriteExceptions", "true")))
        .build()
        .toSerializable(
            Log4jLogEvent.newBuilder()
                .setLoggerName("convoy.X")
                .setLevel(Level.WARN)
                .setMessage(new SimpleMessage(message))
                .setThrown(error)
                .build());
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://key:secret@bucket/a, s3a://***@bucket/a",
    "at hdfs://me@host:9000/a b@c, at hdfs://***@host:9000/a b@c",
    "abfss://container@account/a, abfss://container@account/a",
    "hdfs://host:9000/a@b, hdfs://host:9000/a@b"
  })
  void credentialsAreHidden(String message, String written) throws IOException {
    assertThat(line("stderr", message, null)).endsWith("WARN X: " + written + "\n");
    assertThat(line("brief", message, null)).endsWith("WARN X: " + written + "\n");
  }

  @Test
  void escapesDoNothing() throws IOException {
    assertThat(line("stderr", "a\u001b[2Jb\tc", null)).endsWith("X: a?[2Jb\tc\n");
  }

  @Test
  void credentialsInAnErrorAreHidden() throws IOException {
    assertThat(line("stderr", "failed", new IOException("no s3a://key:secret@bucket")))
        .containsOnlyOnce("IOException: no s3a://***@bucket")
        .contains("\tat convoy.pipeline.session.LogPatternTest")
        .doesNotContain("secret");
  }

  @Test
  void whatSparkWarnsOfHasNoStack() throws IOException {
    assertThat(line("brief", "lost", new IOException("far away"))).endsWith("WARN X: lost\n");
  }
}
