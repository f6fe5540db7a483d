using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Server.Security;
using Hub.Server.Tests.ElsaApi;
using Hub.Server.Tests.Schemas;
using Xunit.Abstractions;
using static Hub.Server.Tests.Workflows.Outline.OutlineReader;

namespace Hub.Server.Tests.Workflows.Outline;

[Collection(DesignerHubGroup.Name)]
public sealed class OutlineTests(DesignerHub hub, ITestOutputHelper output)
{
    [FactIfData("elsa-cases")]
    public async Task Outline_EveryWorkflowOfElsasOwnTests_TellsEachActivityOnceInBothLanguages()
    {
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(TestData.Folder("elsa-cases"), "*.json", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not ("expected.json" or "index.json")).Order(StringComparer.Ordinal))
        {
            var node = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject(); // a definition is an object
            node.Remove("definitionId");
            var imported = await hub.PostAsync("/workflow-definitions/import", node.ToJsonString());
            Assert.True(imported.Status is HttpStatusCode.OK or HttpStatusCode.Created, $"{file}: {imported.Text}");
            var id = imported.Json.GetProperty("definitionId").GetString()!; // every definition has one
            var definition = (await hub.GetAsync($"/workflow-definitions/{id}")).Json;
            foreach (var language in (string[])["fr", "en"])
            {
                var outline = await OfAsync(hub.Client, id, language);
                var (told, drawn) = NodeIds(outline, definition);
                Assert.True(told.SequenceEqual(drawn), $"{file} ({language}): told {string.Join(' ', told)}; drawn {string.Join(' ', drawn)}");
                Assert.All(Steps(outline), step => Assert.EndsWith(".", step.GetProperty("sentence").GetString(), StringComparison.Ordinal));
                Assert.Equal(Steps(outline).Count(), Steps(outline).Select(step => step.GetProperty("number").GetString()).Distinct().Count());
            }

            count++;
            await hub.PostAsync("/bulk-actions/delete/workflow-definitions/by-definition-id", $$"""{"definitionIds":["{{id}}"]}""");
        }

        output.WriteLine($"{count} workflows of Elsa told.");
        Assert.True(count >= 60, $"Only {count} workflows were found in {TestData.Folder("elsa-cases")}.");
    }

    [Fact]
    public async Task Outline_FlowchartWithALoopAndAStrayStep_TellsWaysBackAndPutsTheStrayApart()
    {
        await hub.ImportAsync($$"""
            {"definitionId":"outline-loop","name":"Loop","root":{"id":"flow","type":"Elsa.Flowchart","version":1,"activities":[
              {{Drawn.Line("stray", "x")}},{{Drawn.Step("check", "Elsa.FlowDecision", "\"condition\":" + Js("Boolean", "return variables.count > 3"))}},
              {{Drawn.Line("again", "again")}},{{Drawn.Step("begin", "Elsa.Start")}},{{Drawn.Step("stop", "Elsa.End")}} ],
             "connections":[{{Link("begin", "Done", "check")}},{{Link("check", "True", "stop")}},{{Link("check", "False", "again")}},{"source":{"activity":"again"},"target":{"activity":"check"} },{{Link("check", "True", "gone")}}] } }
            """);

        var french = await OfAsync(hub.Client, "outline-loop", "fr");
        var english = await OfAsync(hub.Client, "outline-loop");

        var root = french.GetProperty("outline");
        Same(["begin", "check", "stop", "again"], Ids(root));
        Same(["stray"], Ids(root, "unreachable"));
        Assert.Equal("flow", root.GetProperty("container").GetProperty("activityId").GetString());
        Same(["si oui → étape 3 (Fin)", "sinon → étape 4 (Écrire une ligne)"], Next(french, "check"));
        Same(["ensuite → retour à l'étape 2 (Décision)"], Next(french, "again"));
        Same(["then → back to step 2 (Decision)"], Next(english, "again"));
        Assert.Equal("Regarde si « count > 3 ».", Sentence(french, "check"));
        Assert.Equal("Looks whether “count > 3”.", Sentence(english, "check"));
        Assert.True(Step(french, "again").GetProperty("next")[0].GetProperty("isBack").GetBoolean());
        Assert.Equal("Ce workflow a 5 étapes.", french.GetProperty("sentence").GetString());
    }

    [Fact]
    public async Task Outline_Containers_AreSubListsWithNames()
    {
        var inner = "{\"id\":\"in\",\"type\":\"Elsa.Sequence\",\"version\":1,\"activities\":[" + Drawn.Line("one", "1") + "," + Drawn.Step("leave", "Elsa.Break") + "," + Drawn.Line("never", "2") + "]}";
        await hub.ImportAsync(Drawn.Sequence(
            "outline-nested",
            Drawn.Step("if", "Elsa.If", "\"condition\":" + Drawn.Literal("Boolean", "True") + ",\"then\":" + inner),
            Drawn.Step("each", "Elsa.ForEach", "\"items\":" + Js("Object[]", "return variables.lines") + ",\"body\":" + Drawn.Line("line", "x")),
            Drawn.Step("switch", "Elsa.Switch", "\"cases\":[{\"label\":\"Petit\",\"condition\":{\"type\":\"JavaScript\",\"value\":\"variables.n < 3\"},\"activity\":" + Drawn.Line("small", "s") + "},{\"label\":\"Vide\"}],\"default\":" + Drawn.Line("other", "o")),
            Drawn.Step("fork", "Elsa.Fork", "\"joinMode\":\"WaitAny\",\"branches\":[" + Drawn.Line("left", "l") + "," + Drawn.Line("right", "r") + "]"),
            Drawn.Step("side", "Elsa.Parallel", "\"activities\":[" + Drawn.Line("p", "p") + "]"),
            Drawn.Step("wait", "Elsa.Delay", "\"timeSpan\":" + Drawn.Literal("TimeSpan", "1.01:30:00"))));

        var outline = await OfAsync(hub.Client, "outline-nested", "fr");

        Same(["if", "each", "switch", "fork", "side", "wait"], Ids(outline.GetProperty("outline")));
        var then = Step(outline, "if").GetProperty("groups")[0];
        Assert.Equal(("Alors", "in", "1.1"), (then.GetProperty("label").GetString(), then.GetProperty("container").GetProperty("activityId").GetString(), then.GetProperty("steps")[0].GetProperty("number").GetString()));
        Same(["one", "leave"], Ids(then));
        Same(["never"], Ids(then, "unreachable"));
        Assert.Equal("Sinon", Step(outline, "if").GetProperty("groups")[1].GetProperty("label").GetString());
        Assert.Equal("Répète ses étapes pour chaque élément de « lines », l'un après l'autre.", Sentence(outline, "each"));
        Assert.Equal("À chaque tour", Step(outline, "each").GetProperty("groups")[0].GetProperty("label").GetString());
        Same(["Cas « Petit »", "Cas « Vide »", "Dans les autres cas"], Step(outline, "switch").GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("label").GetString()));
        Assert.Equal("Si « n < 3 ».", Step(outline, "switch").GetProperty("groups")[0].GetProperty("sentence").GetString());
        Assert.Equal("Mène 2 branches en même temps et continue avec la première finie.", Sentence(outline, "fork"));
        Same(["Branche 1", "Branche 2"], Step(outline, "fork").GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("label").GetString()));
        Assert.Equal("parallel", Step(outline, "side").GetProperty("groups")[0].GetProperty("flow").GetString());
        Assert.Equal("Attend 1 jour 1 h 30 min.", Sentence(outline, "wait"));
        Same(["ensuite → étape 2 (Pour chaque)"], Next(outline, "if"));
    }

    [Fact]
    public async Task Outline_StateMachine_TellsStatesFromTheFirstWithTheirTransitions()
    {
        await hub.ImportAsync("""
            {"definitionId":"outline-states","name":"States","root":{"id":"m","type":"Elsa.StateMachine","version":1,"initialState":"Reçu",
             "states":[{"name":"Clos"},{"name":"Reçu","entry":{"id":"in","type":"Elsa.WriteLine","version":1},"exit":{"id":"out","type":"Elsa.WriteLine","version":1}},{"name":"Perdu","entry":{"id":"lost","type":"Elsa.WriteLine","version":1}}],
             "transitions":[{"from":"Reçu","to":"Clos","condition":{"type":"JavaScript","value":"return true"},"trigger":{"id":"t","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"fin"}}},"action":{"id":"act","type":"Elsa.WriteLine","version":1}},
                            {"from":"Nulle part","to":"Clos","trigger":{"id":"ghost","type":"Elsa.Event","version":1}}]}}
            """);

        var outline = await OfAsync(hub.Client, "outline-states", "fr");

        var states = Step(outline, "m").GetProperty("groups");
        Same(["État « Reçu »", "État « Clos »", "État « Perdu »", "Transitions jamais prises"], states.EnumerateArray().Select(group => group.GetProperty("label").GetString()));
        Same(["État de départ.", "Rien ne s'y passe : la machine s'y termine.", "Aucune transition n'y mène depuis le départ.", "Elles partent d'un état qui n'existe pas."], states.EnumerateArray().Select(group => group.GetProperty("sentence").GetString()));
        Same(["En entrant", "Transition vers « Clos »", "En sortant"], states[0].GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("label").GetString()));
        Assert.Equal("Attend l'événement « fin ».", Sentence(outline, "t"));
        var (told, drawn) = NodeIds(outline, (await hub.GetAsync("/workflow-definitions/outline-states")).Json);
        Assert.Equal(drawn, told);
    }

    [Fact]
    public async Task Outline_WorkflowUsedAsAnActivity_IsOneStepThatLeadsToItsOwnOutline()
    {
        await hub.ImportAndPublishAsync("""
            {"definitionId":"outline-used","name":"Vérifier l'adresse","options":{"usableAsActivity":true},"inputs":[{"type":"String","name":"Street","displayName":"Rue"}],
             "root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{"id":"hidden","type":"Elsa.WriteLine","version":1}]}}
            """);
        var used = (await hub.GetAsync("/workflow-definitions/outline-used")).Json;
        await hub.ImportAsync(Drawn.Sequence("outline-user", Drawn.Use("u", "VérifierLAdresse", "outline-used", used.GetProperty("id").GetString()!, 1).Replace("}", ",\"street\":" + Drawn.Literal("String", "rue Neuve") + "}", StringComparison.Ordinal))); // every version has an id

        var step = Step(await OfAsync(hub.Client, "outline-user", "fr"), "u");

        Assert.Equal("Exécute le workflow « Vérifier l'adresse » (Rue : « rue Neuve »).", step.GetProperty("sentence").GetString());
        Assert.Equal("outline-used", step.GetProperty("uses").GetProperty("definitionId").GetString());
        Assert.Equal(0, step.GetProperty("groups").GetArrayLength());
    }

    [Fact]
    public async Task Outline_RandomFlowcharts_TellWhatLeadsToAStepBeforeIt()
    {
        var dice = new Random(20261122);
        for (var round = 0; round < 25; round++)
        {
            var size = dice.Next(2, 14);
            var links = Enumerable.Range(0, dice.Next(1, 3 * size)).Select(_ => (From: dice.Next(size), To: dice.Next(size))).Distinct().ToArray();
            await hub.ImportAsync($$"""
                {"definitionId":"outline-random","name":"Random","root":{"id":"flow","type":"Elsa.Flowchart","version":1,
                 "activities":[{{string.Join(',', Enumerable.Range(0, size).Select(i => Drawn.Line($"a{i}", "x")))}}],
                 "connections":[{{string.Join(',', links.Select(link => Link($"a{link.From}", "Done", $"a{link.To}")))}}] } }
                """);

            var root = (await OfAsync(hub.Client, "outline-random")).GetProperty("outline");

            Assert.Equal(size, Ids(root).Union(Ids(root, "unreachable")).Count());
            foreach (var list in (string[])["steps", "unreachable"])
            {
                var place = Ids(root, list).Index().ToDictionary(pair => pair.Item, pair => pair.Index);
                foreach (var step in root.GetProperty(list).EnumerateArray())
                {
                    var from = step.GetProperty("activityId").GetString()!; // every step has one
                    foreach (var exit in step.GetProperty("next").EnumerateArray().Where(exit => exit.GetProperty("target").ValueKind == JsonValueKind.Object))
                    {
                        var to = exit.GetProperty("target").GetProperty("activityId").GetString()!; // the same
                        var isBefore = place.TryGetValue(to, out var earlier) && earlier <= place[from];
                        Assert.Equal(isBefore, exit.GetProperty("isBack").GetBoolean());
                        Assert.True(!isBefore || Leads(to, from, links), $"Round {round}: {to} is told before {from}, which leads to it, but no way leads from {to} to {from}.");
                    }
                }
            }

            Assert.All(Ids(root, "unreachable"), id => Assert.DoesNotContain(Ids(root), reached => Leads(reached, id, links)));
        }
    }

    [Fact]
    public async Task Outline_VeryDeepAndVeryLong_TellsAllOfIt()
    {
        var deep = Drawn.Line("bottom", "x");
        for (var i = 0; i < 150; i++)
        {
            deep = Drawn.Step($"if{i}", "Elsa.If", "\"then\":" + deep);
        }

        await hub.ImportAsync(Drawn.Sequence("outline-deep", deep));
        var many = Enumerable.Range(0, 2000).ToArray();
        await hub.ImportAsync($$"""
            {"definitionId":"outline-long","name":"Long","root":{"id":"flow","type":"Elsa.Flowchart","version":1,"activities":[{{string.Join(',', many.Select(i => Drawn.Line($"a{i}", "x")))}}],
             "connections":[{{string.Join(',', many.Skip(1).Select(i => Link($"a{i - 1}", "Done", $"a{i}")))}}] } }
            """);

        Assert.Equal(151, Steps(await OfAsync(hub.Client, "outline-deep")).Count());
        Assert.Equal(many.Select(i => $"a{i}"), Ids((await OfAsync(hub.Client, "outline-long")).GetProperty("outline")));
    }

    [Fact]
    public async Task Outline_PersonalData_IsWhatTheStepReadsOrReceives()
    {
        await new RegistryClient(hub).PublishAsync("outline.request", "1.0.0", """
            "type":"object","properties":{"child":{"type":"object","x-personal-data":"identity","properties":{"name":{"type":"string"}}},"email":{"type":"string","x-personal-data":"contact"},
            "year":{"type":"string"},"next":{"$ref":"#"}}
            """);
        await hub.ImportAsync($$"""
            {"definitionId":"outline-data","name":"Data","variables":[{"id":"r","name":"request","typeName":"Object"}],"root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[
              {{Drawn.Step("begin", "Hub.CitizenRequest", "\"procedure\":" + Drawn.Literal("String", "p") + ",\"schema\":" + Drawn.Literal("String", "outline.request") + ",\"request\":{\"typeName\":\"Object\",\"memoryReference\":{\"id\":\"r\"}}")}},
              {{Drawn.Step("year", "Elsa.WriteLine", "\"text\":" + Js("String", "return variables.request.year"))}},
              {{Drawn.Step("mail", "Elsa.WriteLine", "\"text\":" + Js("String", "return variables.request.email + variables.request.year"))}},
              {{Drawn.Step("whole", "Hub.SendToConnector", "\"connector\":" + Drawn.Literal("String", "acme") + ",\"operation\":" + Drawn.Literal("String", "open") + ",\"timeout\":" + Drawn.Literal("TimeSpan", "00:00:45") + ",\"payload\":{\"typeName\":\"Object\",\"expression\":{\"type\":\"Variable\",\"value\":{\"id\":\"r\",\"name\":\"request\"} } }")}}] } }
            """);

        var outline = await OfAsync(hub.Client, "outline-data", "fr");

        Same(["identity", "contact"], Categories(Step(outline, "begin")));
        Assert.Empty(Categories(Step(outline, "year")));
        Same(["contact"], Categories(Step(outline, "mail")));
        Same(["identity", "contact"], Categories(Step(outline, "whole")));
        Assert.Equal("Envoie « open » à « acme » et attend sa réponse, 45 s au plus.", Sentence(outline, "whole"));
        Assert.Equal("Ce workflow a 4 étapes, échange avec « acme », et touche à des données personnelles : identité et coordonnées.", outline.GetProperty("sentence").GetString());
        var use = Step(outline, "begin").GetProperty("dataCategories")[0];
        Assert.Equal((false, true, "identité"), (use.GetProperty("reads").GetBoolean(), use.GetProperty("receives").GetBoolean(), use.GetProperty("label").GetString()));
    }

    [Fact]
    public async Task Outline_AnothersOrUnknownOrWithoutRight_IsRefused()
    {
        await hub.ImportAsync(Drawn.Sequence("outline-own", Drawn.Line("a", "1")));
        var publisher = await hub.ClientOfAsync(Roles.Connector);

        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(hub.Client, "outline-nothing")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(hub.Client, "outline-own", query: "?versionOptions=Published")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(hub.Client, "outline-own", query: "?versionOptions=Perhaps")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(hub.Client, "outline-own", query: "?versionOptions=1")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(publisher, "outline-own")).Status);
    }

    private static string Js(string type, string script) => $$$"""{"typeName":"{{{type}}}","expression":{"type":"JavaScript","value":"{{{script}}}"}}""";

    private static string Link(string from, string port, string to) => $$$"""{"source":{"activity":"{{{from}}}","port":"{{{port}}}"},"target":{"activity":"{{{to}}}","port":"In"}}""";

    private static bool Leads(string from, string to, (int From, int To)[] links)
    {
        var open = new Stack<string>([from]);
        var seen = new HashSet<string>();
        while (open.TryPop(out var current))
        {
            if (!seen.Add(current))
            {
                continue;
            }

            if (current == to)
            {
                return true;
            }

            foreach (var link in links.Where(link => $"a{link.From}" == current))
            {
                open.Push($"a{link.To}");
            }
        }

        return false;
    }
}
