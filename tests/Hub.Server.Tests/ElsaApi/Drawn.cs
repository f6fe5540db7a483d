namespace Hub.Server.Tests.ElsaApi;

/// <summary>Definitions as the designer writes them, made short.</summary>
internal static class Drawn
{
    public static string Offered(string id, string name, string options, params string[] steps) =>
        $$$"""{"definitionId":"{{{id}}}","name":"{{{name}}}","options":{{{(options.Length == 0 ? "{}" : options)}}},"root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{{{string.Join(',', steps)}}}]}}""";

    public static string Sequence(string id, params string[] steps) => Offered(id, id, "", steps);

    public static string Line(string id, string text) => Step(id, "Elsa.WriteLine", $"\"text\":{Literal("String", text)}");

    public static string Event(string id, string name, bool starts = false) =>
        Step(id, "Elsa.Event", $"\"eventName\":{Literal("String", name)},\"customProperties\":{{\"canStartWorkflow\":{(starts ? "true" : "false")}}}");

    public static string Output(string id, string name, string script) =>
        Step(id, "Elsa.SetOutput", $"\"outputName\":{Literal("String", name)},\"outputValue\":{{\"typeName\":\"Object\",\"expression\":{{\"type\":\"JavaScript\",\"value\":\"{script}\"}}}}");

    /// <summary>A definition used as an activity.</summary>
    public static string Use(string id, string type, string definitionId, string versionId, int version) =>
        $$"""{"id":"{{id}}","type":"{{type}}","version":{{version}},"workflowDefinitionId":"{{definitionId}}","workflowDefinitionVersionId":"{{versionId}}"}""";

    public static string Step(string id, string type, string members = "") =>
        $$"""{"id":"{{id}}","type":"{{type}}","version":1{{(members.Length == 0 ? "" : "," + members)}}}""";

    public static string Literal(string type, string value) => $$$"""{"typeName":"{{{type}}}","expression":{"type":"Literal","value":"{{{value}}}"}}""";
}
