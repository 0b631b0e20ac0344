// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.prediction;

import convoy.evaluation.metric.Prediction;
import convoy.preprocessing.storage.NewFile;
import convoy.preprocessing.storage.RepeatableParquet;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Predictions as Parquet that {@code spark.read().parquet} understands; what is not there is null.
 */
final class ParquetPredictions implements PredictionWriter {
  /** As Parquet's specification names the parts of a list. */
  private static final String LIST = "list";

  private static final String ELEMENT = "element";

  private final PredictionColumns columns;
  private final SimpleGroupFactory groups;
  private final ParquetWriter<Group> writer;

  /** Begins a file. */
  ParquetPredictions(NewFile file, PredictionColumns columns, Configuration hadoop)
      throws IOException {
    MessageType schema = schema(columns);
    this.columns = columns;
    this.groups = new SimpleGroupFactory(schema);
    this.writer = RepeatableParquet.to(file, schema, hadoop).build();
  }

  private static MessageType schema(PredictionColumns columns) {
    var text = LogicalTypeAnnotation.stringType();
    return Types.buildMessage()
        .required(PrimitiveTypeName.BINARY)
        .as(text)
        .named(PredictionColumns.ID)
        .optional(PrimitiveTypeName.BINARY)
        .as(text)
        .named(PredictionColumns.LABEL)
        .optional(PrimitiveTypeName.BINARY)
        .as(text)
        .named(PredictionColumns.PREDICTED)
        .optional(PrimitiveTypeName.INT32)
        .named(PredictionColumns.PREDICTED_INDEX)
        .optional(PrimitiveTypeName.FLOAT)
        .named(columns.answer())
        .optionalList()
        .requiredElement(PrimitiveTypeName.FLOAT)
        .named(columns.answers())
        .optional(PrimitiveTypeName.BINARY)
        .as(text)
        .named(PredictionColumns.ERROR)
        .named("prediction");
  }

  @Override
  public void write(PredictionRow row) throws IOException {
    Group group = groups.newGroup().append(PredictionColumns.ID, row.id());
    if (row.label() != null) {
      group.append(PredictionColumns.LABEL, row.label());
    }
    Prediction prediction = row.prediction();
    if (prediction.defined()) {
      int predicted = prediction.predicted();
      group
          .append(PredictionColumns.PREDICTED, columns.classNames().get(predicted))
          .append(PredictionColumns.PREDICTED_INDEX, predicted)
          .append(columns.answer(), row.answers()[predicted]);
    }
    if (row.answered()) {
      Group answers = group.addGroup(columns.answers());
      for (float answer : row.answers()) {
        answers.addGroup(LIST).append(ELEMENT, answer);
      }
    }
    if (row.reason() != null) {
      group.append(PredictionColumns.ERROR, row.reason());
    }
    writer.write(group);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
