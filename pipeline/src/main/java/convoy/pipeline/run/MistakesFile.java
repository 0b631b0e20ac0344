// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.evaluation.metric.Mistake;
import convoy.evaluation.picture.PngImage;
import convoy.evaluation.report.ShownMistakes;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.LabelledImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code mistakes.json}: what a member was surest of and wrong about, with the images' pixels. */
final class MistakesFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MistakesFile() {}

  /**
   * The content of the file.
   *
   * @param shape of every image
   * @param mistakes the surest first
   */
  record Content(String member, String split, ImageShape shape, List<Entry> mistakes) {}

  /**
   * One of the mistakes.
   *
   * @param pixels {@code [c, h, w]}, a byte each; Base64 in the file
   */
  record Entry(Mistake mistake, byte[] pixels) {}

  /** Writes the mistakes whose images were found. */
  static void write(
      RunFolder run, String member, Split split, ImageShape shape, List<Entry> mistakes)
      throws IOException {
    Content content = new Content(member, split.code(), shape, mistakes);
    run.write(
        run.mistakes(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
  }

  /** Each mistake with its image; one without is left out. */
  static List<Entry> entries(List<Mistake> mistakes, List<LabelledImage> images) {
    Map<Long, LabelledImage> byKey =
        images.stream()
            .collect(Collectors.toMap(LabelledImage::key, Function.identity(), (a, b) -> a));
    List<Entry> entries = new ArrayList<>();
    for (Mistake mistake : mistakes) {
      LabelledImage image = byKey.get(mistake.key());
      if (image != null) {
        entries.add(new Entry(mistake, image.pixels()));
      }
    }
    return entries;
  }

  /** What the report shows of them; nothing where there is no such file. */
  static Optional<ShownMistakes> read(RunFolder run) throws IOException {
    Optional<String> json = run.read(run.mistakes());
    if (json.isEmpty()) {
      return Optional.empty();
    }
    Content content = parse(json.get(), run.mistakes().toString());
    return Optional.of(
        new ShownMistakes(
            content.member(),
            Split.valueOf(content.split().toUpperCase(Locale.ROOT)),
            content.mistakes().stream()
                .map(
                    entry ->
                        new ShownMistakes.Shown(
                            entry.mistake(), PngImage.ofBytes(entry.pixels(), content.shape())))
                .toList()));
  }

  private static Content parse(String json, String where) {
    try {
      return JSON.readValue(json, Content.class);
    } catch (JsonProcessingException e) {
      throw new BadInputException("%s is damaged: %s".formatted(where, e.getOriginalMessage()), e);
    }
  }
}
