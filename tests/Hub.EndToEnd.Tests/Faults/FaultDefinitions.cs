namespace Hub.EndToEnd.Tests.Faults;

/// <summary>Small procedures of the fault tests' own. Each takes the canteen's request, because there is an example of it for everybody.</summary>
internal static class FaultDefinitions
{
    /// <summary>Request → one second → an HTTP call that names the journey → completed.</summary>
    public static string Calling(string procedure, string method, Uri service) => Definition(
        procedure,
        $$$"""
        {"id":"pause","type":"Elsa.Delay","version":1,"timeSpan":{{{Literal("TimeSpan", "00:00:01")}}} },
        {"id":"call","type":"Elsa.FlowSendHttpRequest","version":1,"method":{{{Literal("String", method)}}},"content":{{{Literal("String", "effect")}}},
         "url":{"typeName":"Uri","expression":{"type":"JavaScript","value":"return '{{{service}}}effects/' + variables.journeyId"}} },
        {{{Close("close", "completed")}}}
        """,
        [("start", "Done", "pause"), ("pause", "Done", "call"), ("call", "Done", "close")]);

    /// <summary>Request → a command to a connector of the tests' own → completed.</summary>
    public static string Asking(string procedure, string connector, string operation) => Definition(
        procedure,
        $$$"""
        {"id":"ask","type":"Hub.SendToConnector","version":1,"connector":{{{Literal("String", connector)}}},"operation":{{{Literal("String", operation)}}} },
        {{{Close("close", "completed")}}}
        """,
        [("start", "Done", "ask"), ("ask", "Done", "close")]);

    /// <summary>Request → wait for the message « suite » → ended as this version says.</summary>
    public static string Waiting(string procedure, string state) => Definition(
        procedure,
        $$$"""
        {"id":"wait","type":"Hub.WaitForMessage","version":1,"message":{{{Literal("String", "suite")}}} },
        {{{Close("close", state)}}}
        """,
        [("start", "Done", "wait"), ("wait", "Received", "close")]);

    /// <summary>Request → two children, each of which makes an HTTP call that names the journey → completed.</summary>
    public static string Family(string procedure, string child) => Definition(
        procedure,
        $$$"""
        {"id":"bulk","type":"Elsa.BulkDispatchWorkflows","version":1,"workflowDefinitionId":{{{Literal("String", child)}}},
         "items":{"typeName":"Object","expression":{"type":"JavaScript","value":"return [1, 2]"}},
         "input":{"typeName":"ObjectDictionary","expression":{"type":"JavaScript","value":"return { journeyId: variables.journeyId }"}} },
        {{{Close("close", "completed")}}}
        """,
        [("start", "Done", "bulk"), ("bulk", "Completed", "close")]);

    /// <summary>The child of <see cref="Family"/>.</summary>
    public static string Child(string definitionId, Uri service) => $$$"""
        {"definitionId":"{{{definitionId}}}","name":"{{{definitionId}}}","version":1,"inputs":[{"name":"journeyId","type":"String"}],
         "root":{"id":"call","type":"Elsa.SendHttpRequest","version":1,"method":{{{Literal("String", "PUT")}}},"content":{{{Literal("String", "effect")}}},
           "url":{"typeName":"Uri","expression":{"type":"JavaScript","value":"return '{{{service}}}effects/' + getInput('journeyId')"}} }}
        """;

    private static string Definition(string procedure, string activities, (string Source, string Port, string Target)[] connections) => $$$"""
        {"definitionId":"{{{procedure}}}","name":"{{{procedure}}} {{{Guid.NewGuid():N}}}","version":1,
         "variables":[{"id":"journeyId","name":"journeyId","typeName":"String","value":null,"storageDriverTypeName":"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"}],
         "root":{"id":"flow","type":"Elsa.Flowchart","version":1,"activities":[
           {"id":"start","type":"Hub.CitizenRequest","version":1,"customProperties":{"canStartWorkflow":true},
            "procedure":{{{Literal("String", procedure)}}},"schema":{{{Literal("String", "school.canteen-registration")}}},
            "journeyId":{"typeName":"String","memoryReference":{"id":"journeyId"}} },
           {{{activities}}} ],
         "connections":[{{{string.Join(',', connections.Select(one => $$$"""{"source":{"activity":"{{{one.Source}}}","port":"{{{one.Port}}}"},"target":{"activity":"{{{one.Target}}}","port":"In"}}"""))}}}]}}
        """;

    private static string Close(string id, string state) => $$$"""{"id":"{{{id}}}","type":"Hub.CloseJourney","version":1,"state":{{{Literal("String", state)}}} }""";

    private static string Literal(string type, string value) => $$$"""{"typeName":"{{{type}}}","expression":{"type":"Literal","value":"{{{value}}}"}}""";
}
