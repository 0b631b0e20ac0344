// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

/**
 * Compares the JSON of a network with the network that it is to be. The JSON is compared as text:
 * Deeplearning4j's reader would load every class that stands in it, and run its initializer.
 */
final class NetworkText {
  private static final String CLASS = "@class";

  /** What begins the names of the classes that Convoy's networks consist of. */
  private static final List<String> KNOWN =
      List.of(
          "org.deeplearning4j.nn.conf.",
          "org.deeplearning4j.nn.weights.",
          "org.nd4j.linalg.activations.",
          "org.nd4j.linalg.learning.",
          "org.nd4j.linalg.lossfunctions.",
          "org.nd4j.linalg.schedule.",
          "convoy.training.loss.");

  private NetworkText() {}

  /** The numbers of values that a layer takes and gives, as JSON has them. */
  private record Width(long in, long out) {
    static final Width NONE = new Width(0, 0);
  }

  /** What is wrong with the JSON of a network; null if nothing is. */
  static String problem(JsonNode json, ComputationGraphConfiguration network) {
    Set<String> classes = new HashSet<>();
    collectClasses(json, classes);
    for (String name : classes) {
      if (KNOWN.stream().noneMatch(name::startsWith)) {
        return "a layer of an unknown class";
      }
    }
    return Objects.equals(widths(json.path("vertices")), widths(network))
        ? null
        : "the layers of another network";
  }

  private static void collectClasses(JsonNode json, Set<String> classes) {
    if (json.has(CLASS)) {
      classes.add(json.get(CLASS).asText());
    }
    json.forEach(child -> collectClasses(child, classes));
  }

  private static Map<String, Width> widths(JsonNode vertices) {
    Map<String, Width> widths = new TreeMap<>();
    vertices
        .fields()
        .forEachRemaining(
            vertex -> {
              JsonNode layer = vertex.getValue().path("layerConf").path("layer");
              widths.put(
                  vertex.getKey(),
                  new Width(layer.path("nin").asLong(), layer.path("nout").asLong()));
            });
    return widths;
  }

  private static Map<String, Width> widths(ComputationGraphConfiguration network) {
    Map<String, Width> widths = new TreeMap<>();
    network.getVertices().forEach((name, vertex) -> widths.put(name, width(vertex)));
    return widths;
  }

  private static Width width(GraphVertex vertex) {
    return vertex instanceof LayerVertex layer
            && layer.getLayerConf().getLayer() instanceof FeedForwardLayer wide
        ? new Width(wide.getNIn(), wide.getNOut())
        : Width.NONE;
  }
}
