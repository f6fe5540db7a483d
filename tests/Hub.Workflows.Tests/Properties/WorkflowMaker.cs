using System.Globalization;
using System.Text.Json;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Properties;

/// <summary>Makes a random workflow out of a seed: nested composites and flowcharts with loops, joins and faults, variables of both storages.</summary>
internal sealed class WorkflowMaker(int seed)
{
    private const string Kept = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core";

    private const string Items = """[1,"zwei",{"a":3}]""";

    private readonly Random _random = new(seed);
    private int _number;

    public string Root()
    {
        var root = _random.Next(3) == 0 ? Flowchart(4) : Json.Sequence(NextId("root"), Many(2, 4, 4));
        return root;
    }

    /// <summary>Variables, an output, and the strategies: of incidents always at random, of commits as given.</summary>
    public string Extra(string? commitStrategy) => $$"""
        "variables":[
          {"id":"n","name":"n","typeName":"Int32","value":"0","storageDriverTypeName":"{{Kept}}"},
          {"id":"k","name":"k","typeName":"Int32","value":"0","storageDriverTypeName":"{{Kept}}"},
          {"id":"m","name":"m","typeName":"Int32","value":"7"}],
        "outputs":[{"type":"Object","name":"Out"}],
        "options":{"incidentStrategyType":"{{(seed % 2 == 0 ? "FaultStrategy" : "ContinueWithIncidentsStrategy")}}"{{(commitStrategy is null ? "" : $",\"commitStrategyName\":\"{commitStrategy}\"")}}},
        """;

    private string Any(int depth)
    {
        if (depth <= 0)
        {
            return Leaf();
        }

        return _random.Next(15) switch
        {
            0 => Json.Sequence(NextId("seq"), Many(1, 4, depth)),
            1 => $$"""{"id":"{{NextId("par")}}","type":"Elsa.Parallel","activities":[{{string.Join(",", Many(2, 3, depth))}}]}""",
            2 => $$"""{"id":"{{NextId("fork")}}","type":"Elsa.Fork","joinMode":"{{(_random.Next(3) == 0 ? "WaitAny" : "WaitAll")}}","branches":[{{string.Join(",", Many(2, 3, depth))}}]}""",
            3 => Json.Step(NextId("if"), "If", $"\"condition\":{Script("Boolean", "getVariable('n') % 2 === 0")},\"then\":{Any(depth - 1)},\"else\":{Any(depth - 1)}"),
            4 => Json.Step(NextId("for"), "For", $"\"start\":{Json.Literal("Int32", "1")},\"end\":{Json.Literal("Int32", Number(1, 3))},\"body\":{Body(depth)}"),
            5 => Json.Step(NextId("each"), "ForEach", $"\"items\":{Json.Object(Items)},\"body\":{Body(depth)}"),
            6 => Json.Step(NextId("pfe"), "ParallelForEach", $"\"items\":{Json.Object("[10,20]")},\"body\":{Body(depth)}"),
            7 => Json.Step(NextId("sw"), "Switch", $"\"mode\":{Json.Literal("Mode", _random.Next(2) == 0 ? "MatchAny" : "MatchFirst")},\"cases\":[{Case(depth)},{Case(depth)}],\"default\":{Any(depth - 1)}"),
            8 => Json.Step(NextId("box"), "FlowNode", $"\"body\":{Any(depth - 1)}"),
            9 or 10 => Flowchart(depth),
            11 => StateMachine(depth),
            _ => Leaf(),
        };
    }

    private string Leaf() => _random.Next(16) switch
    {
        0 or 1 or 2 => Json.Step(NextId("say"), "WriteLine", $"\"text\":{Script("String", "'n=' + getVariable('n') + ' m=' + getVariable('m') + ' v=' + (getVariable('CurrentValue') ?? '-')")}"),
        3 => Json.Step(NextId("add"), "SetVariable", $"\"variable\":{{\"id\":\"n\"}},\"value\":{Script("Object", "getVariable('n') + 1")}"),
        4 => Json.Step(NextId("mem"), "SetVariable", $"\"variable\":{{\"id\":\"m\"}},\"value\":{Script("Object", "getVariable('m') * 2")}"),
        5 or 6 or 7 => Json.Event(NextId("wait"), "Go" + Number(1, 3), ",\"result\":{\"typeName\":\"Object\",\"memoryReference\":{\"id\":\"Out\"}}"),
        8 => Json.Step(NextId("delay"), "Delay", $"\"timeSpan\":{Json.Literal("TimeSpan", "00:05:00")}"),
        9 => Json.Step(NextId("js"), "RunJavaScript", $"\"script\":{Script("String", null)}"),
        10 => Json.Step(NextId("out"), "SetOutput", $"\"outputName\":{Json.Literal("String", "Out")},\"outputValue\":{Json.Variable("n")}"),
        11 when _random.Next(3) == 0 => Json.Step(NextId("bad"), "Fault", $"\"message\":{Json.Literal("String", "Boom")}"),
        12 when _random.Next(4) == 0 => Json.Step(NextId("brk"), "Break"),
        13 when _random.Next(6) == 0 => Json.Step(NextId("fin"), "Finish"),
        14 when _random.Next(4) == 0 => Json.Step(NextId("cpl"), "Complete", $"\"outcomes\":{Json.Literal("Object", "Done")}"),
        15 => Json.Step(NextId("bg"), "Correlate", $"\"correlationId\":{Script("String", "'c' + getVariable('n')")}"),
        _ => Json.Line(NextId("line"), "line " + Number(1, 99)),
    };

    // A chain with branches and joins; a third of them goes round once or twice by a counted decision.
    private string Flowchart(int depth)
    {
        var id = NextId("flow");
        if (_random.Next(3) == 0)
        {
            var (count, again) = (NextId("count"), NextId("again"));
            var first = Named("a", depth);
            var last = Named("z", depth);
            return Json.Flowchart(id,
                [
                    first.Json,
                    Json.Step(count, "SetVariable", $"\"variable\":{{\"id\":\"k\"}},\"value\":{Script("Object", "getVariable('k') + 1")}"),
                    Json.Step(again, "FlowDecision", $"\"condition\":{Script("Boolean", "getVariable('k') % 3 !== 0")}"),
                    last.Json,
                ],
                $"{first.Id}>{count}", $"{count}>{again}", $"{again}.True>{count}", $"{again}.False>{last.Id}");
        }

        var members = new List<string>();
        var ids = new List<(string Id, string[] Ports)>();
        var connections = new List<string>();
        var total = _random.Next(3, 7);
        for (var i = 0; i < total; i++)
        {
            var inbound = i == 0 ? [] : Enumerable.Range(0, _random.Next(1, Math.Min(3, i) + 1)).Select(_ => _random.Next(i)).Distinct().ToArray();
            var (member, memberId, ports) = Member(depth, inbound.Length);
            connections.AddRange(inbound.Select(source => $"{ids[source].Id}.{ids[source].Ports[_random.Next(ids[source].Ports.Length)]}>{memberId}"));
            members.Add(member);
            ids.Add((memberId, ports));
        }

        return Json.Flowchart(id, [.. members], [.. connections.Distinct()]);
    }

    private (string Json, string Id, string[] Ports) Member(int depth, int inbound)
    {
        if (inbound > 1 && _random.Next(2) == 0)
        {
            var join = NextId("join");
            return (Json.Step(join, "FlowJoin", $"\"mode\":{Json.Literal("Mode", new[] { "WaitAll", "WaitAllActive", "WaitAny" }[_random.Next(3)])}"), join, ["Done"]);
        }

        if (_random.Next(5) == 0)
        {
            var decision = NextId("dec");
            return (Json.Step(decision, "FlowDecision", $"\"condition\":{Script("Boolean", "getVariable('n') % 2 === 0")}"), decision, ["True", "False"]);
        }

        var (json, id) = Named("m", depth);
        return (json, id, ["Done"]);
    }

    private string StateMachine(int depth)
    {
        var id = NextId("sm");
        return $$"""
            {"id":"{{id}}","type":"Elsa.StateMachine","initialState":"A",
             "states":[{"name":"A","entry":{{Any(depth - 2)}},"exit":{{Json.Line(NextId("exit"), "leave A")}} },{"name":"B","entry":{{Any(depth - 2)}} }],
             "transitions":[{"from":"A","to":"B","trigger":{{Json.Event(NextId("trig"), "Go1")}},"action":{{Leaf()}} },{"from":"A","to":"B","trigger":{{Json.Event(NextId("trig"), "Go2")}},"condition":{{Script("Boolean", "getVariable('n') % 2 === 0")}} }]}
            """;
    }

    private string Case(int depth) => $$"""{"label":"L","condition":{"type":"JavaScript","value":"getVariable('n') % {{Number(2, 3)}} === 0"},"activity":{{Any(depth - 1)}} }""";

    private string Body(int depth) => _random.Next(2) == 0 ? Any(depth - 1) : Json.Sequence(NextId("body"), Many(1, 3, depth - 1));

    private (string Json, string Id) Named(string prefix, int depth)
    {
        // Wrapped, because the connections need the member's id and the makers choose their own.
        var id = NextId(prefix);
        return (Json.Sequence(id, Any(depth - 1)), id);
    }

    private string[] Many(int least, int most, int depth) => [.. Enumerable.Range(0, _random.Next(least, most + 1)).Select(_ => Any(depth - 1))];

    private string Number(int least, int most) => _random.Next(least, most + 1).ToString(CultureInfo.InvariantCulture);

    private string NextId(string prefix) => prefix + (++_number).ToString(CultureInfo.InvariantCulture);

    private static string Script(string type, string? script) => script is null
        ? Json.Literal(type, "setVariable('n', getVariable('n') + 2); getVariable('n')")
        : $$"""{"typeName":"{{type}}","expression":{"type":"JavaScript","value":{{JsonSerializer.Serialize(script)}}} }""";
}
