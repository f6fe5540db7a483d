using System.Text;
using Hub.Workflows.Comparison;
using Hub.Workflows.Definitions;

namespace Hub.Workflows.Tests.Comparison;

public sealed class DefinitionComparisonTests
{
    private const string Say = """{"id":"say","name":"Say","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"Hi"}}}""";
    private const string Ask = """{"id":"ask","name":"Ask","type":"Elsa.FlowDecision","version":1,"condition":{"typeName":"Boolean","expression":{"type":"JavaScript","value":"a()\nb()\nc()"}}}""";
    private const string End = """{"id":"end","name":"End","type":"Elsa.End","version":1}""";
    private const string SayToAsk = """{"source":{"activity":"say","port":"Done"},"target":{"activity":"ask","port":"In"}}""";
    private const string AskToEnd = """{"source":{"activity":"ask","port":"True"},"target":{"activity":"end","port":"In"}}""";

    [Theory]
    [InlineData("\"Hi\"", "\"Bonjour\"", ChangeKind.Changed, ChangeSubject.ActivityInput, "say", "text")]
    [InlineData("\"name\":\"Say\"", "\"name\":\"Tell\"", ChangeKind.Changed, ChangeSubject.ActivityName, "say", null)]
    [InlineData("Elsa.WriteLine\",\"version\":1", "Elsa.Event\",\"version\":1", ChangeKind.Changed, ChangeSubject.ActivityType, "say", null)]
    [InlineData("Elsa.WriteLine\",\"version\":1", "Elsa.WriteLine\",\"version\":2", ChangeKind.Changed, ChangeSubject.ActivityType, "say", "version")]
    [InlineData("b()", "b(1)", ChangeKind.Changed, ChangeSubject.ActivityInput, "ask", "condition")]
    [InlineData("\"port\":\"True\"", "\"port\":\"False\"", ChangeKind.Removed, ChangeSubject.Connection, "ask", "True")]
    [InlineData("\"id\":\"end\",", "\"id\":\"end\",\"customProperties\":{\"runAsynchronously\":true},", ChangeKind.Added, ChangeSubject.ActivitySetting, "end", "runAsynchronously")]
    [InlineData("\"id\":\"end\",", "\"id\":\"end\",\"metadata\":{\"displayText\":\"Fin\"},", ChangeKind.Added, ChangeSubject.ActivitySetting, "end", "displayText")]
    [InlineData("\"id\":\"end\",", "\"id\":\"end\",\"result\":{\"typeName\":\"Object\",\"memoryReference\":{\"id\":\"v\"}},", ChangeKind.Added, ChangeSubject.ActivityOutput, "end", "result")]
    [InlineData("\"name\":\"Test\"", "\"name\":\"Essai\"", ChangeKind.Changed, ChangeSubject.Definition, null, "name")]
    [InlineData("\"value\":\"7\"", "\"value\":\"8\"", ChangeKind.Changed, ChangeSubject.Variable, null, "Count")]
    [InlineData("\"name\":\"Count\"", "\"name\":\"Number\"", ChangeKind.Changed, ChangeSubject.Variable, null, "Number")]
    [InlineData("\"inputs\":[]", "\"inputs\":[{\"name\":\"Age\",\"type\":\"Int32\"}]", ChangeKind.Added, ChangeSubject.Input, null, "Age")]
    [InlineData("\"outputs\":[{\"name\":\"Out\",\"type\":\"Object\"}]", "\"outputs\":[]", ChangeKind.Removed, ChangeSubject.Output, null, "Out")]
    [InlineData("\"outcomes\":[]", "\"outcomes\":[\"Later\"]", ChangeKind.Added, ChangeSubject.Outcome, null, "Later")]
    [InlineData("\"options\":{}", "\"options\":{\"usableAsActivity\":true}", ChangeKind.Changed, ChangeSubject.Option, null, "usableAsActivity")]
    [InlineData("\"options\":{}", "\"options\":{\"activationStrategyType\":\"Elsa.SingletonStrategy\"}", ChangeKind.Added, ChangeSubject.Option, null, "activationStrategyType")]
    [InlineData("\"inputs\":[]", "\"inputs\":[],\"customProperties\":{\"x\":1}", ChangeKind.Added, ChangeSubject.Property, null, "x")]
    public void Of_OnePartDiffers_NamesIt(string old, string now, ChangeKind kind, ChangeSubject subject, string? activity, string? name)
    {
        var json = Definition([Say, Ask, End], [SayToAsk, AskToEnd]);
        Assert.Contains(old, json, StringComparison.Ordinal);

        var changes = Compare(json, json.Replace(old, now, StringComparison.Ordinal)).Changes;

        var change = changes[0];
        Assert.Equal(subject == ChangeSubject.Connection ? 2 : 1, changes.Count);
        Assert.Equal((kind, subject, activity, name), (change.Kind, change.Subject, change.Activity?.Id, change.Name));
        Assert.NotEqual(change.Text.English, change.Text.French);
        Assert.NotEmpty(change.Text.French);
    }

    [Fact]
    public void Of_ScriptDiffersInOneLine_ShowsThatLineAmongItsNeighbours()
    {
        var json = Definition([Say, Ask, End], [SayToAsk, AskToEnd]);

        var change = Assert.Single(Compare(json, json.Replace("b()", "b(1)", StringComparison.Ordinal)).Changes);

        Assert.Equal([" 1:1 a()", "- 2: b()", "+ :2 b(1)", " 3:3 c()"], change.Lines.Select(line => $"{(line.Kind is null ? " " : line.Kind == ChangeKind.Added ? "+ " : "- ")}{line.Before}:{line.After} {line.Text}"));
    }

    [Fact]
    public void Of_StepPutBetween_IsOneStepAndThreeConnections()
    {
        var wait = """{"id":"wait","name":"Wait","type":"Elsa.Delay","version":1}""";
        var before = Definition([Say, Ask, End], [SayToAsk, AskToEnd]);
        var after = Definition([Say, wait, Ask, End], [SayToAsk.Replace("\"ask\"", "\"wait\"", StringComparison.Ordinal), SayToAsk.Replace("\"say\"", "\"wait\"", StringComparison.Ordinal), AskToEnd]);

        var comparison = Compare(before, after);

        Assert.Equal(
            ["Added Activity wait", "Removed Connection say", "Added Connection say", "Added Connection wait"],
            comparison.Changes.Select(change => $"{change.Kind} {change.Subject} {change.Activity?.Id}"));
        Assert.Equal("Ajouts : 3, retraits : 1, modifications : 0.", comparison.Summary.French);
    }

    [Fact]
    public void Of_IdsMadeAnew_FindsTheSameStepsAndConnections()
    {
        var json = Definition([Say, Ask, End], [SayToAsk, AskToEnd]);
        var copy = json.Replace("\"say\"", "\"1a\"", StringComparison.Ordinal).Replace("\"ask\"", "\"2b\"", StringComparison.Ordinal)
            .Replace("\"end\"", "\"3c\"", StringComparison.Ordinal).Replace("\"flow\"", "\"4d\"", StringComparison.Ordinal);

        Assert.True(Compare(json, copy).IsSame);
        Assert.Equal("say 1a", Compare(json, copy.Replace("Hi", "Ho", StringComparison.Ordinal)).Changes.Select(change => $"{change.ActivityBefore?.Id} {change.ActivityAfter?.Id}").Single());
    }

    [Fact]
    public void Of_BoxMovedAndLineBent_CountsThemApart()
    {
        var box = Say.Replace("\"version\":1", "\"version\":1,\"metadata\":{\"designer\":{\"position\":{\"x\":1,\"y\":2}}}", StringComparison.Ordinal);
        var line = SayToAsk.Replace("}}", "},\"vertices\":[]}", StringComparison.Ordinal);
        var before = Definition([box, Ask, End], [line, AskToEnd]);

        var comparison = Compare(before, before.Replace("\"x\":1", "\"x\":100", StringComparison.Ordinal).Replace("\"vertices\":[]", "\"vertices\":[{\"x\":5,\"y\":5}]", StringComparison.Ordinal));

        Assert.True(comparison.IsSame);
        Assert.Equal(2, comparison.LayoutChanges);
    }

    [Fact]
    public void Of_StepsOfAFlowchartInAnotherOrder_IsSame_UnlessItBeginsElsewhere()
    {
        var before = Definition([Say, Ask, End], [SayToAsk, AskToEnd]);

        Assert.True(Compare(before, Definition([End, Ask, Say], [AskToEnd, SayToAsk])).IsSame);
        var change = Assert.Single(Compare(Definition([Say, End], []), Definition([End, Say], [])).Changes);
        Assert.Equal((ChangeSubject.Start, "Say", "End"), (change.Subject, change.Before.GetString(), change.After.GetString()));
    }

    [Fact]
    public void Of_WaysOutOfOneStepInAnotherOrder_SaysSo()
    {
        var toEnd = SayToAsk.Replace("\"ask\"", "\"end\"", StringComparison.Ordinal);

        var change = Assert.Single(Compare(Definition([Say, Ask, End], [SayToAsk, toEnd]), Definition([Say, Ask, End], [toEnd, SayToAsk])).Changes);

        Assert.Equal((ChangeSubject.Order, "say"), (change.Subject, change.Activity?.Id));
    }

    [Fact]
    public void Of_SequenceInAnotherOrder_SaysSo()
    {
        static string Sequence(params string[] steps) => $$"""{"definitionId":"d","name":"S","root":{"id":"seq","type":"Elsa.Sequence","version":1,"activities":[{{string.Join(',', steps)}}]} }""";

        var change = Assert.Single(Compare(Sequence(Say, Ask, End), Sequence(Ask, Say, End)).Changes);

        Assert.Equal((ChangeSubject.Order, "seq"), (change.Subject, change.Activity?.Id));
        Assert.Equal("""["Ask","Say","End"]""", change.After.GetRawText());
    }

    [Fact]
    public void Of_CaseAddedBeforeAnother_LeavesTheOtherWhereItIs()
    {
        static string Switch(string cases) => $$"""{"definitionId":"d","name":"S","root":{"id":"sw","type":"Elsa.Switch","version":1,"cases":[{{cases}}]} }""";
        var adult = $$"""{"label":"Adult","condition":{"type":"JavaScript","value":"age >= 18"},"activity":{{Say}}}""";
        var child = $$"""{"label":"Child","condition":{"type":"JavaScript","value":"age < 18"},"activity":{{End}}}""";

        var changes = Compare(Switch(adult), Switch(child + "," + adult)).Changes;

        Assert.Equal(["Added Activity end", "Changed ActivityInput sw"], changes.Select(change => $"{change.Kind} {change.Subject} {change.Activity?.Id}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Of_StepWrappedInAContainer_IsMovedNotReplaced()
    {
        static string Root(string root) => $$"""{"definitionId":"d","name":"S","root":{{root}}}""";

        var changes = Compare(Root(Say), Root($$"""{"id":"seq","type":"Elsa.Sequence","version":1,"activities":[{{Say}}]}""")).Changes;

        Assert.Equal(["Added Activity seq", "Changed ActivityPlace say"], changes.Select(change => $"{change.Kind} {change.Subject} {change.Activity?.Id}"));
    }

    [Fact]
    public void Of_PlaceholderForAnUnknownType_IsStillThatStep()
    {
        var placeholder = $$"""{"id":"say","type":"Elsa.NotFoundActivity","version":1,"missingTypeName":"Elsa.WriteLine","missingTypeVersion":1,"originalActivityJson":{{System.Text.Json.JsonSerializer.Serialize(Say)}}}""";

        Assert.True(Compare(Definition([Say], []), Definition([placeholder], [])).IsSame);
    }

    [Fact]
    public void Lines_French_HaveSignsAndTheSummaryLast()
    {
        var json = Definition([Say, Ask, End], [SayToAsk, AskToEnd]);

        var lines = ComparisonWriter.Lines(Compare(json, json.Replace("b()", "b(1)", StringComparison.Ordinal)), "fr").ToList();

        Assert.Equal("~ Dans l'étape « Ask », l'entrée « condition » est modifiée.", lines[0]);
        Assert.Contains("    - b()", lines);
        Assert.Contains("    + b(1)", lines);
        Assert.Equal("Ajouts : 0, retraits : 0, modifications : 1.", lines[^1]);
    }

    private static string Definition(string[] activities, string[] connections) => $$"""
        {"id":"v1","definitionId":"d1","name":"Test","version":1,
         "variables":[{"id":"n","name":"Count","typeName":"Int32","value":"7"}],"inputs":[],"outputs":[{"name":"Out","type":"Object"}],"outcomes":[],"options":{},
         "root":{"id":"flow","type":"Elsa.Flowchart","version":1,"activities":[{{string.Join(',', activities)}}],"connections":[{{string.Join(',', connections)}}]} }
        """;

    private static DefinitionComparison Compare(string before, string after) => DefinitionComparison.Of(Parse(before), Parse(after));

    private static WorkflowDefinition Parse(string json) => WorkflowDefinition.Parse(Encoding.UTF8.GetBytes(json));
}
