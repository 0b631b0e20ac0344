// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import convoy.preprocessing.Credentials;
import convoy.preprocessing.storage.StagedWrite;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder for what a search for neighbours found: {@code knn.html} for people, {@code knn.json}
 * for machines.
 *
 * @param path to create
 * @param overwrite whether such a folder that stands there already is replaced
 */
public record NeighboursFolder(Path path, boolean overwrite) {
  private static final String PAGE = "knn.html";
  private static final String JSON = "knn.json";

  /**
   * Refuses a place that is taken, so that a command can say so before it works.
   *
   * @throws convoy.preprocessing.BadInputException if something stands there and is not to be
   *     replaced
   */
  public void refuseExisting(Configuration hadoop) throws IOException {
    folder(hadoop).refuseExisting();
  }

  /**
   * Writes both; afterwards the folder is whole or, at any error, as it was before.
   *
   * @throws convoy.preprocessing.BadInputException as {@link #refuseExisting} does
   */
  public void write(String page, byte[] json, Configuration hadoop) throws IOException {
    StagedWrite.Folder target = folder(hadoop);
    StagedWrite.folder(
        target,
        folder -> {
          byte[] html = Credentials.hidden(page).getBytes(StandardCharsets.UTF_8);
          write(target.files(), new Path(folder, PAGE), html);
          write(target.files(), new Path(folder, JSON), json);
        });
  }

  private StagedWrite.Folder folder(Configuration hadoop) throws IOException {
    return new StagedWrite.Folder(path.getFileSystem(hadoop), path, JSON, overwrite);
  }

  private static void write(FileSystem files, Path file, byte[] content) throws IOException {
    try (OutputStream out = files.create(file, false)) {
      out.write(content);
    }
  }
}
