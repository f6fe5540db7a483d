namespace Hub.Workflows.Tests.Engine;

/// <summary>Short spellings of activities' JSON.</summary>
internal static class Json
{
    public static string Line(string id, string text) => $$"""{"id":"{{id}}","type":"Elsa.WriteLine","version":1,"text":{{Literal("String", text)}} }""";

    public static string Literal(string type, string value) => $$"""{"typeName":"{{type}}","expression":{"type":"Literal","value":"{{value}}"} }""";

    public static string Object(string json) => $$"""{"typeName":"Object","expression":{"type":"Object","value":{{System.Text.Json.JsonSerializer.Serialize(json)}}} }""";

    public static string Variable(string name) => $$"""{"typeName":"Object","expression":{"type":"Variable","value":"{\"id\":\"{{name}}\",\"name\":\"{{name}}\"}"} }""";

    public static string Event(string id, string name, string more = "") => $$"""{"id":"{{id}}","type":"Elsa.Event","version":1,"eventName":{{Literal("String", name)}}{{more}} }""";

    public static string Step(string id, string type, string members = "") => $$"""{"id":"{{id}}","type":"Elsa.{{type}}","version":1{{(members.Length > 0 ? "," + members : "")}} }""";

    public static string Sequence(string id, params string[] activities) => $$"""{"id":"{{id}}","type":"Elsa.Sequence","version":1,"activities":[{{string.Join(",", activities)}}]}""";

    public static string Flowchart(string id, string[] activities, params string[] connections) =>
        $$"""{"id":"{{id}}","type":"Elsa.Flowchart","version":1,"activities":[{{string.Join(",", activities)}}],"connections":[{{string.Join(",", connections.Select(Connection))}}]}""";

    // "a.True>b" is a connection from a's outcome True to b; "a>b" leaves from Done.
    private static string Connection(string text)
    {
        var ends = text.Split('>');
        var source = ends[0].Split('.');
        return $$"""{"source":{"activity":"{{source[0]}}","port":"{{(source.Length > 1 ? source[1] : "Done")}}"},"target":{"activity":"{{ends[1]}}","port":"In"} }""";
    }
}
