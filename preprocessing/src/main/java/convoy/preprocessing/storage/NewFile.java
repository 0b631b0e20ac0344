// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file that a task creates in a folder that is there. Hadoop's plain {@code create}, which
 * Parquet calls, makes the folder anew where the driver has deleted it: a task that outlives its
 * job would leave its file behind.
 *
 * <p>HDFS and local disks refuse in one step with the creation. Object stores have no folders: S3
 * is asked for the folder before, and a file that is created in the moment of its deletion stays;
 * {@link convoy.preprocessing.job.AwaitedJob} keeps the two apart.
 *
 * @param files a local disk's without checksums: those come with a look at the folder and a {@code
 *     mkdirs}, and a deletion can come between the two
 * @param path of the file
 */
public record NewFile(FileSystem files, Path path) implements OutputFile {
  /** Where Parquet aligns row groups to blocks. */
  private static final Set<String> BLOCK_SCHEMES = Set.of("hdfs", "webhdfs", "viewfs");

  private static final String UNSUPPORTED = "createNonRecursive unsupported";

  /**
   * Creates the file.
   *
   * @throws FileNotFoundException if its folder is not there
   * @throws IOException if the file is there already, or cannot be created
   */
  public FSDataOutputStream create() throws IOException {
    return open(files.getDefaultBlockSize(path));
  }

  private FSDataOutputStream open(long blockSize) throws IOException {
    try {
      return files.createFile(path).overwrite(false).blockSize(blockSize).build();
    } catch (IOException e) {
      // Hadoop has no other way to ask a file system whether it can.
      if (!String.valueOf(e.getMessage()).startsWith(UNSUPPORTED)) {
        throw e;
      }
    }
    if (!files.exists(path.getParent())) {
      throw new FileNotFoundException(path.getParent() + " is not there");
    }
    return files.create(path, false);
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    long blockSize = Math.max(blockSizeHint, files.getDefaultBlockSize(path));
    return HadoopStreams.wrap(open(blockSize));
  }

  /** Refused like {@link #create}: nothing is overwritten. */
  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return BLOCK_SCHEMES.contains(files.getUri().getScheme());
  }

  @Override
  public long defaultBlockSize() {
    return files.getDefaultBlockSize(path);
  }

  @Override
  public String getPath() {
    return path.toString();
  }
}
