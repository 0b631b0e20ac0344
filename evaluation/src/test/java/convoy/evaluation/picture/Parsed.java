// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Markup as a tree of elements: whatever is not closed, quoted or escaped fails a test here. */
public final class Parsed {
  private Parsed() {}

  /** The root element of well-formed markup. */
  public static Element root(String markup) {
    try {
      DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      builder.setErrorHandler(new Strict());
      return builder.parse(new InputSource(new StringReader(markup))).getDocumentElement();
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError("not well-formed: " + e.getMessage() + "\n" + markup, e);
    }
  }

  /** All elements of that name below one, in document order; {@code *} is any name. */
  public static List<Element> all(Element root, String name) {
    NodeList nodes = root.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  /** The texts of all elements of that name below one. */
  public static List<String> texts(Element root, String name) {
    return all(root, name).stream().map(Element::getTextContent).toList();
  }

  private static final class Strict implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
