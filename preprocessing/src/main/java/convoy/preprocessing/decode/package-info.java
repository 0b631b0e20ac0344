/**
 * Looks inside image files: what they are, how large, and their pixels; resizes the pixels and
 * writes them as JPEG. Whatever bytes come in, what comes out is an image or a reason. Where the
 * files come from, and what is done about rejected ones, is decided elsewhere; no Spark, no Hadoop.
 */
package convoy.preprocessing.decode;
