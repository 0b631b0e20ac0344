// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.Split;
import java.io.IOException;
import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The images of one class: a tar within a tar, read where it lies.
 *
 * @param path URI of the outer tar
 * @param wnid of the class
 * @param official the split they belong to; null for the training pool
 * @param offset of the inner tar in the outer one
 * @param length of the inner tar
 */
record InnerTarSlice(String path, String wnid, int label, Split official, long offset, long length)
    implements Slice {
  private static final long serialVersionUID = 1L;

  @Override
  public Optional<Split> officialSplit() {
    return Optional.ofNullable(official);
  }

  @Override
  public Examples open(Configuration hadoop) throws IOException {
    Path outer = new Path(path);
    return new Images(
        new TarEntries(
            ArchiveBytes.stretch(outer.getFileSystem(hadoop).open(outer), offset, length)));
  }

  private final class Images implements Examples {
    private final TarEntries tar;
    private final Set<String> names = new HashSet<>();
    private Optional<TarEntries.Entry> next;

    private Images(TarEntries tar) {
      this.tar = tar;
    }

    /** Looks ahead, so that an archive cut off between two entries is not taken for whole. */
    @Override
    public boolean hasNext() {
      if (next == null) {
        try {
          next = nextImage();
        } catch (IOException e) {
          throw damaged(e);
        }
      }
      return next.isPresent();
    }

    @Override
    public Example next() {
      if (!hasNext()) {
        throw new NoSuchElementException(wnid + ".tar holds no more images");
      }
      TarEntries.Entry image = next.orElseThrow();
      next = null;
      String id = ImageNet.TRAIN + wnid + "/" + image.baseName();
      ImageFile.requireSize(id, image.size());
      try {
        return new Example(id, label, null, Encoding.FILE, tar.content(image));
      } catch (IOException e) {
        throw damaged(e);
      }
    }

    private Optional<TarEntries.Entry> nextImage() throws IOException {
      for (var entry = tar.next(); entry.isPresent(); entry = tar.next()) {
        String name = entry.get().baseName();
        if (entry.get().file() && ImageFile.isImage(name)) {
          requireNew(name);
          return entry;
        }
      }
      return Optional.empty();
    }

    private void requireNew(String name) throws IOException {
      if (!names.add(name)) {
        throw new IOException("%s is there twice".formatted(name));
      }
    }

    private BadInputException damaged(IOException e) {
      return new BadInputException(
          "%s: %s.tar cannot be read: %s; fetch the archive again"
              .formatted(path, wnid, e.getMessage()),
          e);
    }

    @Override
    public void close() throws IOException {
      tar.close();
    }
  }
}
