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

    /// <summary>
    /// Request → counts to six → a call that names the journey → counts to ten → another call, elsewhere if the count is wrong → completed.
    /// Committed after each of these steps.
    /// </summary>
    public static string Pausing(string procedure, Uri service)
    {
        var counts = Enumerable.Range(1, 10).Select(i => $$"""{"id":"count{{i}}","type":"Elsa.RunJavaScript","version":1,"script":{"typeName":"String","expression":{"type":"Literal","value":"setVariable('count', getVariable('count') + 1)"} } }""");
        string[] steps = [.. Enumerable.Range(1, 6).Select(i => $"count{i}"), "call1", .. Enumerable.Range(7, 4).Select(i => $"count{i}"), "call2", "close"];
        return Definition(
            procedure,
            $$"""
            {{string.Join(',', counts)}},
            {{Call("call1", $"'{service}effects/' + variables.journeyId")}},
            {{Call("call2", $"'{service}effects/' + variables.journeyId + (getVariable('count') === 10 ? '' : '-counted-' + getVariable('count'))")}},
            {{Close("close", "completed")}}
            """,
            [.. steps.Select((step, i) => (i == 0 ? "start" : steps[i - 1], "Done", step))],
            commitStrategy: "ActivityExecuted");

        static string Call(string id, string url) => $$"""
            {"id":"{{id}}","type":"Elsa.FlowSendHttpRequest","version":1,"method":{{Literal("String", "PUT")}},"content":{{Literal("String", "effect")}},
             "url":{"typeName":"Uri","expression":{"type":"JavaScript","value":"return {{url}}"} } }
            """;
    }

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

    /// <summary>
    /// Request → fails until the variable <c>count</c> is no longer 0; beside it: a command to a connector of the tests' own → wait for
    /// the message « suite » → an HTTP call that names the journey → completed.
    /// </summary>
    public static string Failing(string procedure, string connector, string operation, Uri service) => Definition(
        procedure,
        $$$"""
        {"id":"try","type":"Elsa.RunJavaScript","version":1,"script":{{{Literal("String", "if (getVariable('count') === 0) throw new Error('not yet')")}}} },
        {"id":"ask","type":"Hub.SendToConnector","version":1,"connector":{{{Literal("String", connector)}}},"operation":{{{Literal("String", operation)}}} },
        {"id":"wait","type":"Hub.WaitForMessage","version":1,"message":{{{Literal("String", "suite")}}} },
        {"id":"call","type":"Elsa.FlowSendHttpRequest","version":1,"method":{{{Literal("String", "PUT")}}},"content":{{{Literal("String", "effect")}}},
         "url":{"typeName":"Uri","expression":{"type":"JavaScript","value":"return '{{{service}}}effects/' + variables.journeyId"}} },
        {{{Close("close", "completed")}}}
        """,
        [("start", "Done", "ask"), ("start", "Done", "try"), ("ask", "Done", "wait"), ("wait", "Received", "call"), ("call", "Done", "close")]);

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

    private static string Definition(string procedure, string activities, (string Source, string Port, string Target)[] connections, string? commitStrategy = null) => $$$"""
        {"definitionId":"{{{procedure}}}","name":"{{{procedure}}} {{{Guid.NewGuid():N}}}","version":1,"options":{"commitStrategyName":{{{(commitStrategy is null ? "null" : $"\"{commitStrategy}\"")}}}},
         "variables":[{"id":"count","name":"count","typeName":"Int32","value":"0","storageDriverTypeName":"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"},
                      {"id":"journeyId","name":"journeyId","typeName":"String","value":null,"storageDriverTypeName":"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"}],
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
