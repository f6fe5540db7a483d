using System.Text.Json;
using Hub.Expressions.JavaScript;

namespace Hub.Expressions.Tests.JavaScript;

public sealed class HostTests
{
    [Fact]
    public void Evaluate_HostFunctionsAndData_AreReachable()
    {
        var host = new FakeHost();
        host.Members["order"] = HostMember.FromValue(JsonElement.Parse("""{"Total":12.5,"lines":[{"qty":2},{"qty":3}]}"""));
        host.Members["add"] = HostMember.FromFunction("add", static arguments => JsonElement.Parse($"{arguments[0].GetInt32() + arguments[1].GetInt32()}"));

        Assert.Equal("[12.5,12.5,5,7,true]", Js.Run("[order.Total, order.total, order.lines.reduce((a, l) => a + l.qty, 0), add(3, 4), order.lines === order.lines]", host));
    }

    [Fact]
    public void Evaluate_ChangesToHostData_StayInTheScript()
    {
        var data = JsonElement.Parse("""{"a":{"b":[1,2]}}""");
        var host = new FakeHost();
        host.Members["data"] = HostMember.FromValue(data);

        Assert.Equal("{\"a\":{\"b\":[1,2,3]},\"c\":1}", Js.Run("data.a.b.push(3); data.c = 1; data", host));
        Assert.Equal("""{"a":{"b":[1,2]}}""", data.GetRawText());
    }

    [Fact]
    public void Evaluate_UntouchedData_IsPassedOnWithoutRounding()
    {
        var host = new FakeHost();
        host.Members["data"] = HostMember.FromValue(JsonElement.Parse("""{"big":12345678901234567890,"x":{"amount":1.10}}"""));

        Assert.Equal("""{"big":12345678901234567890,"x":{"amount":1.10}}""", Js.Run("data", host));
        Assert.Equal("""{"copy":{"amount":1.10}}""", Js.Run("({ copy: data.x })", host));
    }

    [Fact]
    public void Evaluate_SameNameTwice_AsksTheHostOnce()
    {
        var host = new FakeHost();
        host.Members["n"] = HostMember.FromValue(JsonElement.Parse("2"));

        Js.Run("n + n + n + (() => n)()", host);

        Assert.Equal(["n"], host.Asked);
    }

    [Fact]
    public void Evaluate_UnusedName_IsNotAskedFor()
    {
        var host = new FakeHost();

        Assert.Equal("1", Js.Run("true ? 1 : expensive()", host));
        Assert.Empty(host.Asked);
    }

    [Fact]
    public void Evaluate_ScriptObject_ReadsWritesAndLists()
    {
        var host = new FakeHost();
        host.Variables.Values["Count"] = JsonElement.Parse("1");
        host.Variables.Values["list"] = JsonElement.Parse("[1]");
        host.Members["variables"] = HostMember.FromObject(host.Variables);

        var result = Js.Run("variables.count += 4; variables.fresh = { a: 1 }; variables.list.push(2); [variables.Count, variables.list === variables.list, variables.list, Object.keys(variables), variables.none, 'list' in variables]", host);

        Assert.Equal("[5,true,[1,2],[\"Count\",\"list\",\"fresh\"],null,true]", result);
        Assert.Equal("5", host.Variables.Values["Count"].GetRawText());
        Assert.Equal("""{"a":1}""", host.Variables.Values["fresh"].GetRawText());
    }

    [Fact]
    public void Evaluate_ListOfAVariableChangedInPlace_IsGivenBackToTheHost()
    {
        var host = new FakeHost();
        host.Variables.Values["list"] = JsonElement.Parse("[1]");
        host.Members["variables"] = HostMember.FromObject(host.Variables);

        Js.Run("variables.list.push(2)", host);

        Assert.Equal("[1,2]", host.Variables.Values["list"].GetRawText());
    }

    [Fact]
    public void Evaluate_RefusalOfTheHost_CanBeCaught()
    {
        var host = new FakeHost();
        host.Members["refuse"] = HostMember.FromFunction("refuse", static _ => throw new ExpressionException(ExpressionErrorKind.Runtime, "not today"));

        Assert.Equal("\"not today\"", Js.Run("try { refuse() } catch (e) { e.message }", host));
        Assert.Contains("not today", Js.Fail("\nrefuse()", host).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_AssignmentToFreeName_GoesToTheHostOrStaysInside()
    {
        var host = new FakeHost { Accepts = "mine" };

        Assert.Equal("3", Js.Run("mine = 1; other = 2; mine + other", host));
        Assert.Equal("1", host.Assigned["mine"].GetRawText());
        Assert.False(host.Assigned.ContainsKey("other"));
    }

    [Fact]
    public void Evaluate_UndefinedArgumentsAndResults_AreDefaultElements()
    {
        var host = new FakeHost();
        host.Members["probe"] = HostMember.FromFunction("probe", static arguments => arguments[0].ValueKind == JsonValueKind.Undefined && arguments[1].ValueKind == JsonValueKind.Null ? default : JsonElement.Parse("1"));

        Assert.Equal("\"undefined\"", Js.Run("typeof probe(undefined, null)", host));
    }

    [Fact]
    public void Evaluate_ClockAndRandomness_AreTheHosts()
    {
        var clock = new FixedClock(DateTimeOffset.Parse("2026-07-14T10:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal("[0.25,\"2026-07-14T10:00:00.000Z\",12,-120,\"14/07/2026 12:00:00\"]", Js.Run("const d = new Date(); [Math.random(), d, d.getHours(), d.getTimezoneOffset(), d.toLocaleString()]", clock: clock));
        Assert.Throws<ExpressionException>(() => Script.Compile("Math.random()").Evaluate(EmptyScriptHost.Instance, Js.Patient, clock));
    }

    [Fact]
    public void Evaluate_CancelledFromOutside_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => Script.Compile("for (;;);").Evaluate(EmptyScriptHost.Instance, Js.Patient, TimeProvider.System, null, source.Token));
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    // A busy machine, a collection or a method that is compiled for the first time: the script stands still through no fault of its own.
    [Fact]
    public void Evaluate_OneLongStandstill_IsNotTheScriptsTime()
    {
        Assert.Equal("1", Js.Run("standStill(); 1", StandingStill(), ExpressionBudget.Default with { MaxTime = TimeSpan.FromSeconds(1) }));
    }

    [Fact]
    public void Evaluate_HostThatIsSlowAgainAndAgain_EndsInTime()
    {
        var error = Js.Fail("for (;;) standStill()", StandingStill(), ExpressionBudget.Default with { MaxSteps = long.MaxValue, MaxTime = TimeSpan.FromSeconds(1) });

        Assert.Equal("time", error.Budget);
    }

    private static FakeHost StandingStill()
    {
        var host = new FakeHost();
        host.Members["standStill"] = HostMember.FromFunction("standStill", static _ =>
        {
            SpinWait.SpinUntil(() => false, TimeSpan.FromSeconds(1.1));
            return default;
        });
        return host;
    }

    private sealed class FakeHost : IScriptHost
    {
        public Dictionary<string, HostMember> Members { get; } = [];

        public FakeVariables Variables { get; } = new();

        public Dictionary<string, JsonElement> Assigned { get; } = [];

        public List<string> Asked { get; } = [];

        public string? Accepts { get; init; }

        public bool TryResolve(string name, out HostMember member)
        {
            Asked.Add(name);
            return Members.TryGetValue(name, out member);
        }

        public bool TryAssign(string name, JsonElement value)
        {
            if (name == Accepts)
            {
                Assigned[name] = value;
            }

            return name == Accepts;
        }
    }

    private sealed class FakeVariables : IScriptObject
    {
        public Dictionary<string, JsonElement> Values { get; } = [];

        public IEnumerable<string> Names => Values.Keys;

        public bool TryGet(string name, out HostMember member)
        {
            var found = Values.TryGetValue(name, out var value);
            member = HostMember.FromValue(value);
            return found;
        }

        public bool TrySet(string name, JsonElement value)
        {
            Values[name] = value;
            return true;
        }
    }
}
