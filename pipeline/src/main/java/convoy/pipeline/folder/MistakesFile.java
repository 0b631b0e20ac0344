// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import convoy.evaluation.metric.Mistake;
import convoy.evaluation.picture.PngImage;
import convoy.evaluation.report.ShownMistakes;
import convoy.evaluation.report.ShownMistakes.Shown;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.LabelledImage;
import convoy.preprocessing.storage.JsonProblem;
import convoy.preprocessing.storage.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code mistakes.json}: what a member was surest of and wrong about, with the images' pixels. */
public final class MistakesFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(
              DeserializationFeature.ACCEPT_FLOAT_AS_INT,
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

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
  public record Entry(Mistake mistake, byte[] pixels) {}

  /** Writes the mistakes whose images were found. */
  public static void write(
      RunFolder run, String member, Split split, ImageShape shape, List<Entry> mistakes)
      throws IOException {
    Content content = new Content(member, split.code(), shape, mistakes);
    run.write(
        run.mistakes(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
  }

  /** Each mistake with its image; one without is left out. */
  public static List<Entry> entries(List<Mistake> mistakes, List<LabelledImage> images) {
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

  /**
   * What the report shows of them; nothing where there is no such file.
   *
   * @throws BadInputException naming the file and the field, if it is damaged
   */
  public static Optional<ShownMistakes> read(RunFolder run) throws IOException {
    String where = run.mistakes().toString();
    return run.read(run.mistakes()).map(json -> parse(json, where));
  }

  /** The same of the file's text. */
  static ShownMistakes parse(String json, String where) {
    try {
      Content content = JSON.treeToValue(StrictJson.tree(json, where), Content.class);
      if (content == null) {
        throw damaged(where, "it holds nothing", null);
      }
      return new ShownMistakes(content.member(), split(content, where), shown(content, where));
    } catch (JsonProcessingException e) {
      throw damaged(where, JsonProblem.of(e), e);
    }
  }

  private static Split split(Content content, String where) {
    return Split.ofCode(content.split())
        .orElseThrow(
            () -> damaged(where, "split is '%s', which is none".formatted(content.split()), null));
  }

  private static List<Shown> shown(Content content, String where) {
    List<Shown> shown = new ArrayList<>();
    for (Entry entry : content.mistakes()) {
      String field = "mistakes[%s]".formatted(shown.size());
      if (entry == null) {
        throw damaged(where, field + " is null", null);
      }
      try {
        PngImage image = PngImage.ofBytes(entry.pixels(), content.shape());
        shown.add(new Shown(entry.mistake(), image));
      } catch (IllegalArgumentException e) {
        throw damaged(where, field + ".pixels: " + e.getMessage(), e);
      }
    }
    return shown;
  }

  private static BadInputException damaged(String where, String reason, Exception cause) {
    return new BadInputException(
        "%s is damaged: %s; write it again with: convoy evaluate".formatted(where, reason), cause);
  }
}
