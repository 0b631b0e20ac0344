// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.Manifest.ShardEntry;
import convoy.preprocessing.shard.Manifest.SplitEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses a manifest that somebody has changed by hand: numbers that do not agree with each other,
 * and files that are not shards of the folder.
 *
 * @param manifest as it was read
 * @param where it stands, for errors
 */
record ManifestCheck(Manifest manifest, String where) {
  /** The names that shards have, in the digits of whatever language. */
  private static final Pattern SHARD = Pattern.compile("part-\\p{Nd}{5,9}\\.parquet");

  /**
   * Lets a manifest pass that agrees with itself.
   *
   * @throws BadInputException if it does not
   */
  static void require(Manifest manifest, String where) {
    new ManifestCheck(manifest, where).requireAgreement();
  }

  private void requireAgreement() {
    require(!manifest.classNames().isEmpty(), "classNames", "is empty");
    Set<String> files = new HashSet<>();
    for (Map.Entry<String, SplitEntry> split : manifest.splits().entrySet()) {
      String field = "splits." + shown(split.getKey());
      require(Split.ofCode(split.getKey()).isPresent(), field, "is no split");
      requireShards(split.getKey(), split.getValue(), field, files);
    }
  }

  private void requireShards(String split, SplitEntry entry, String field, Set<String> files) {
    requireCounts(entry.count(), entry.classHistogram(), field);
    long count = 0;
    for (int i = 0; i < entry.shards().size(); i++) {
      ShardEntry shard = entry.shards().get(i);
      String place = "%s.shards[%s]".formatted(field, i);
      boolean inFolder =
          shard.file().startsWith(split + "/")
              && SHARD.matcher(shard.file().substring(split.length() + 1)).matches();
      require(
          inFolder && files.add(shard.file()),
          place + ".file",
          "is '%s', not a shard of its own such as %s/part-00000.parquet"
              .formatted(shown(shard.file()), split));
      requireCounts(shard.count(), shard.classHistogram(), place);
      count += shard.count();
    }
    require(count == entry.count(), field, "has another count than its shards together");
  }

  private void requireCounts(long count, List<Long> histogram, String field) {
    require(
        histogram.size() == manifest.classNames().size(),
        field + ".classHistogram",
        "is of %s classes, not of %s".formatted(histogram.size(), manifest.classNames().size()));
    long sum = 0;
    for (long examples : histogram) {
      require(
          examples >= 0 && examples <= Integer.MAX_VALUE,
          field + ".classHistogram",
          "has the number " + examples);
      sum += examples;
    }
    require(sum == count, field + ".count", "is %s, not %s as its classes".formatted(count, sum));
  }

  private static String shown(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private void require(boolean legal, String field, String problem) {
    if (!legal) {
      throw new BadInputException(
          "%s is not a manifest of shards: %s %s; shard the data again"
              .formatted(where, field, problem));
    }
  }
}
