// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What is logged between opening and closing: a line a message, with its level. */
public final class CapturedLog implements AutoCloseable {
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final Lines appender = new Lines();

  /** Begins to listen. */
  public CapturedLog() {
    appender.start();
    root().addAppender(appender);
  }

  private static Logger root() {
    return (Logger) LogManager.getRootLogger();
  }

  /** What was logged so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    root().removeAppender(appender);
    appender.stop();
  }

  private final class Lines extends AbstractAppender {
    private Lines() {
      super("captured", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
    }
  }
}
