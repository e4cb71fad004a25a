// Signs in with Plex by Java, and prints who it is.
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class SignIn {
  interface Way {
    String ask(String method, String url, String token) throws Exception;
  }

  static final HttpClient client = HttpClient.newHttpClient();

  static String viaClient(String method, String url, String token) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url))
        .method(method, HttpRequest.BodyPublishers.noBody())
        .header("accept", "application/json")
        .header("x-plex-client-identifier", "matrix")
        .header("x-plex-token", token)
        .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  static String viaConnection(String method, String url, String token) throws IOException {
    var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setRequestProperty("accept", "application/json");
    connection.setRequestProperty("x-plex-client-identifier", "matrix");
    connection.setRequestProperty("x-plex-token", token);
    try (InputStream body = connection.getInputStream()) {
      return new String(body.readAllBytes());
    }
  }

  static String member(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(json);
    return found.find() ? found.group(1) : "null";
  }

  public static void main(String[] args) throws Exception {
    Way way = args[0].equals("HttpClient") ? SignIn::viaClient : SignIn::viaConnection;
    String id = member(way.ask("POST", "https://plex.tv/api/v2/pins?strong=true", ""), "id");
    String token = "null";
    while (token.equals("null")) {
      Thread.sleep(50);
      token = member(way.ask("GET", "https://clients.plex.tv/api/v2/pins/" + id, ""), "authToken");
    }
    System.out.println("signed in as " + member(way.ask("GET", "https://plex.tv/api/v2/user", token), "username"));
  }
}
