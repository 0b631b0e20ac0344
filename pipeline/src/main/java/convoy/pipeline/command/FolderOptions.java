// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.folder.RunFolder.IfExists;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What to do with a run folder that stands there already. */
final class FolderOptions {
  @ArgGroup private Choice choice;

  private static final class Choice {
    @Option(
        names = "--resume",
        description = "go on with the run in the folder, with the settings it was begun with")
    private boolean resume;

    @Option(names = "--overwrite", description = "replace the run in the folder")
    private boolean overwrite;
  }

  IfExists ifExists() {
    if (choice != null && choice.resume) {
      return IfExists.RESUME;
    }
    return choice != null && choice.overwrite ? IfExists.OVERWRITE : IfExists.REFUSE;
  }
}
