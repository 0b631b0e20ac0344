// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.folder.RunFolder;
import convoy.training.averaging.RoundEnd;
import convoy.training.averaging.TrainingListener;
import convoy.training.schedule.Trigger;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the report while training goes on, of what the last checkpoint knows. That it cannot be
 * written is a warning: training is worth more.
 */
final class ReportWriter implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(ReportWriter.class);

  private final RunFolder run;
  private final Trigger when;

  ReportWriter(RunFolder run, Trigger when) {
    this.run = run;
    this.when = when;
  }

  @Override
  public void roundEnded(RoundEnd end) {
    if (!end.fires(when)) {
      return;
    }
    try {
      if (!run.checkpoints().list().isEmpty()) {
        ReportPhase.write(run);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("no report after round {}: {}", end.record().round(), e.getMessage());
      LOG.debug("no report", e);
    }
  }
}
