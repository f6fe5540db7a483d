using System.Text;
using Hub.Server.Tests.Architecture;
using Hub.Server.Tests.Exchange;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Checks;
using Hub.Server.Workflows.Readings;
using Hub.Workflows.Definitions;
using static Hub.Server.Tests.Workflows.Checks.CheckBench;

namespace Hub.Server.Tests.Workflows.Checks;

public sealed class WorkflowChecksTests(CheckBench bench) : IClassFixture<CheckBench>
{
    private const string Incident = ",\"whenUnconnected\":{\"typeName\":\"String\",\"expression\":{\"type\":\"Literal\",\"value\":\"Incident\"}}";

    [Fact]
    public void Check_EveryShippedProcedure_FindsNothing()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "designer", "procedures"), "workflow.json", SearchOption.AllDirectories).ToArray();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal("", Shown(bench.Check(File.ReadAllText(file)))));
    }

    [Theory]
    [InlineData("return variables.request.guardian.emial", "email")]
    [InlineData("return getRequest().guardian.adress.city", "address")]
    [InlineData("return variables.request.children.map(child => child.firstNames)", null)]
    [InlineData("const { guardian } = variables.request; return guardian.emial", "email")]
    public void SchemaField_NotDeclared_IsTold(string script, string? near)
    {
        var finding = Assert.Single(bench.Check(Line(Write("write", script))));

        Assert.Equal(("unknown-schema-field", CheckSeverity.Warning, "write", "write", "/root/activities/1/text"), (finding.Rule, finding.Severity, finding.ActivityId, finding.ActivityName, finding.Pointer));
        Assert.Contains("school.canteen-registration", finding.Message.Fr, StringComparison.Ordinal);
        Assert.True(near is null || finding.Help.Fr.Contains($"« {near} »", StringComparison.Ordinal), finding.Help.Fr);
    }

    [Theory]
    [InlineData("return variables.request.guardian.email.trim().length")]
    [InlineData("return variables.request.children.map(child => child.givenNames.join(' ')).length")]
    [InlineData("return variables.request.startDate.slice(0, 4) + variables.request.quotientFamilial?.amount")]
    [InlineData("return variables.file.anything.at.all")]
    public void SchemaField_DeclaredOrNobodysToSay_IsNotTold(string script) => Assert.Equal("", Shown(bench.Check(Line(Write("write", script)))));

    [Theory]
    [InlineData("Bonjour {{ Variables.request.guardian.emial }}", "unknown-schema-field")]
    [InlineData("Bonjour {{ Variables.requst.guardian.email }}", "unknown-variable")]
    [InlineData("Montant {{ Input.Amuont }}", "unknown-input")]
    [InlineData("Bonjour {{ Variables.request.guardian.email }}, {{ Input.Amount }}", "")]
    public void Template_Read_IsLookedAtToo(string template, string rule) =>
        Assert.Equal(rule, string.Join(' ', bench.Check(Line(Step("write", "Elsa.WriteLine", $"\"text\":{Liquid(template)}"))).Select(finding => finding.Rule)));

    [Theory]
    [InlineData("return variables.requst", "unknown-variable")]
    [InlineData("return getVariable('fil')", "unknown-variable")]
    [InlineData("return getRequst()", "unknown-variable")]
    [InlineData("setRequst(1); return 1", "unknown-variable")]
    [InlineData("return variables.CurrentValue", "unknown-variable")]
    [InlineData("return getInput('Amuont')", "unknown-input")]
    [InlineData("return getOutputFrom('strat', 'Request')", "unknown-output")]
    [InlineData("return getOutputFrom('start', 'Requests')", "unknown-output")]
    [InlineData("return getRequestFromStrat()", "unknown-output")]
    [InlineData("return variables.request", "")]
    [InlineData("return getVariable('file') ?? getFile()", "")]
    [InlineData("setVariable('made', 1); return variables.made", "")]
    [InlineData("variables.made = 1; return getMade()", "")]
    [InlineData("return getInput('amount') + getAmount()", "")]
    [InlineData("return getOutputFrom('start', 'Request') ?? getRequestFromStart()", "")]
    [InlineData("return getCorrelationId() + newGuid() + France.isNir('1')", "")]
    public void Name_OfAScript_IsTheWorkflowsOrTold(string script, string rule) =>
        Assert.Equal(rule, string.Join(' ', bench.Check(Line(Write("write", script))).Select(finding => finding.Rule)));

    [Fact]
    public void Name_ThatALoopGives_IsKnownInsideOfItOnly()
    {
        var body = Step("each", "Elsa.ForEach", $"\"items\":{Js("return variables.request.children")},\"body\":{Write("inside", "return variables.CurrentValue.givenNames + getCurrentIndex()")}");

        Assert.Equal("", Shown(bench.Check(Line(body))));
        Assert.Equal(["unknown-variable"], bench.Check(Line(body, Write("after", "return getVariable('CurrentValue')"))).Select(finding => finding.Rule));
    }

    [Fact]
    public void Binding_ToAVariableThatIsNotDeclared_IsTold()
    {
        string Reads(string id) => Step("write", "Elsa.WriteLine", "\"text\":{\"typeName\":\"String\",\"expression\":{\"type\":\"Variable\",\"value\":{\"id\":\"" + id + "\",\"name\":\"" + id + "\"}}}");
        string Gives(string id) => Step("wait", "Elsa.Event", "\"eventName\":" + Literal("x") + ",\"result\":{\"typeName\":\"Object\",\"memoryReference\":{\"id\":\"" + id + "\"}}");

        Assert.Equal(["/root/activities/1/text"], bench.Check(Line(Reads("gone"))).Select(finding => finding.Pointer));
        Assert.Equal(["/root/activities/1/result"], bench.Check(Line(Gives("gone"))).Select(finding => finding.Pointer));
        Assert.Equal("", Shown(bench.Check(Line(Reads("file"), Gives("file"), Gives("Total").Replace("\"wait\"", "\"again\"", StringComparison.Ordinal)))));
    }

    [Theory]
    [InlineData("school.canteen-registrations", "unknown-schema")]
    [InlineData("school.canteen-registration", "")]
    public void Schema_OfAProcedure_IsInTheCatalogueOrTold(string schema, string rule) =>
        Assert.Equal(rule, string.Join(' ', bench.Check(Flow([Request(schema)])).Select(finding => finding.Rule)));

    [Theory]
    [InlineData("citizen-relation", "openCase", "unknown-connector", "citizen-relations")]
    [InlineData("citizen-relations", "opencase", "unknown-operation", "openCase")]
    [InlineData("payfip", "payment.settled", "unknown-operation", "")]
    [InlineData("citizen-relations", "closeCase", "", "")]
    public void Operation_ThatASendNames_IsOfferedOrTold(string connector, string operation, string rule, string near)
    {
        var findings = bench.Check(Line(Send("send", connector, operation, "return { caseNumber: 'x' }", Incident))).Where(finding => finding.Rule.StartsWith("unknown", StringComparison.Ordinal)).ToArray();

        Assert.Equal(rule, string.Join(' ', findings.Select(finding => finding.Rule)));
        Assert.All(findings, finding => Assert.Contains(near, finding.Help.Fr, StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.Equal(CheckSeverity.Error, finding.Severity));
    }

    [Fact]
    public void Operation_AsAnActivity_IsOfferedOrTold()
    {
        var gone = Assert.Single(bench.Check(Line(Step("open", "Hub.Connector.citizen-relations.openCas"))));
        var empty = bench.Check(Line(Step("open", "Hub.Connector.citizen-relations.openCase", $"\"subject\":{Literal("x")}{Incident}")));
        var full = bench.Check(Line(Step("open", "Hub.Connector.citizen-relations.openCase", $"\"procedure\":{Literal("x")},\"applicant\":{Js("return { familyName: variables.request.guardian.familyName }")}{Incident}")));

        Assert.Equal(("unknown-operation", true), (gone.Rule, gone.Help.Fr.Contains("openCase", StringComparison.Ordinal)));
        Assert.Equal(["/root/activities/1/procedure", "/root/activities/1/applicant"], empty.Where(finding => finding.Rule == "missing-field").Select(finding => finding.Pointer));
        Assert.Equal("", Shown(full));
    }

    [Fact]
    public void Step_OutOfReach_IsTold()
    {
        var alone = bench.Check(Flow([Request(), Write("lost", "return 1"), Write("found", "return 1")], Link("start", "Done", "found")));
        var reached = bench.Check(Flow([Request(), Write("lost", "return 1"), Write("found", "return 1")], Link("start", "Done", "found"), Link("found", "Done", "lost")));

        Assert.Equal(["unreachable-step lost"], alone.Select(finding => $"{finding.Rule} {finding.ActivityId}"));
        Assert.Equal("", Shown(reached));
    }

    [Theory]
    [InlineData("", new string[0], "no-incident-route")]
    [InlineData("", new[] { "Failed" }, "")]
    [InlineData(Incident, new string[0], "")]
    [InlineData(",\"timeout\":{\"typeName\":\"TimeSpan\",\"expression\":{\"type\":\"Literal\",\"value\":\"1.00:00:00\"}}", new[] { "Failed" }, "no-incident-route")]
    [InlineData(",\"timeout\":{\"typeName\":\"TimeSpan\",\"expression\":{\"type\":\"Literal\",\"value\":\"1.00:00:00\"}}", new[] { "Failed", "TimedOut" }, "")]
    public void Failure_OfAConnectorStep_LeadsSomewhereOrIsTold(string more, string[] ports, string rule)
    {
        var findings = bench.Check(Flow(
            [Request(), Send("send", "citizen-relations", "closeCase", "return { caseNumber: 'x' }", more), Write("mend", "return 1")],
            [Link("start", "Done", "send"), Link("send", "Done", "mend"), .. ports.Select(port => Link("send", port, "mend"))]));

        Assert.Equal(rule, string.Join(' ', findings.Select(finding => finding.Rule)));
    }

    [Theory]
    [InlineData("Hub.WaitForMessage", "", "no-time-out")]
    [InlineData("Hub.WaitForMessage", "7.00:00:00", "")]
    [InlineData("Hub.ResolveCitizen", "", "no-time-out")]
    [InlineData("Hub.ResolveCitizen", "7.00:00:00", "")]
    public void Waiting_ForAPerson_HasAnEndOrIsTold(string type, string timeout, string rule)
    {
        var step = Step("wait", type, $"\"message\":{Literal("piece")},\"timeout\":{{\"typeName\":\"TimeSpan\",\"expression\":{{\"type\":\"Literal\",\"value\":\"{timeout}\"}}}}{Incident}");

        var findings = bench.Check(Flow([Request(), step, Write("late", "return 1")], Link("start", "Done", "wait"), Link("wait", "TimedOut", "late")));

        Assert.Equal(rule, string.Join(' ', findings.Select(finding => finding.Rule)));
    }

    [Theory]
    [InlineData("patient", "ask", "no-time-out")]
    [InlineData("citizen-relations", "closeCase", "")]
    public void Waiting_ForAConnector_HasAnEndInItsManifestOrIsTold(string connector, string operation, string rule) =>
        Assert.Equal(rule, string.Join(' ', bench.Check(Line(Send("send", connector, operation, "return { caseNumber: 'x' }", Incident))).Select(finding => finding.Rule)));

    [Theory]
    [InlineData("till", "pay", "return { paymentId: 'x' }", 1)]
    [InlineData("payfip", "requestPayment", "return { amountCents: 100, email: 'a@exemple.fr' }", 1)]
    [InlineData("payfip", "requestPayment", "return { amountCents: 100, email: 'a@exemple.fr', paymentId: variables.file }", 0)]
    [InlineData("payfip", "readPayment", "return { }", 0)]
    public void Payment_WithoutAKey_IsTold(string connector, string operation, string payload, int count) =>
        Assert.Equal(count, bench.Check(Line(Send("pay", connector, operation, payload, Incident))).Count(finding => finding.Rule == "payment-without-key"));

    [Fact]
    public void Payment_OfTheHubsOwnActivity_HasAKeyUnlessTheConnectorHeedsNone()
    {
        string Pay(string connector) => Step(
            "pay",
            "Hub.RequestPayment",
            $"\"connector\":{Literal(connector)},\"amountCents\":{Js("return 100")},\"timeout\":{Literal("1.00:00:00")}{Incident}");

        Assert.Equal("", Shown(bench.Check(Line(Pay("payfip")))));
        Assert.Equal(["unknown-operation"], bench.Check(Line(Pay("till"))).Select(finding => finding.Rule));
    }

    [Theory]
    [InlineData("return { email: variables.request.guardian.email, paymentId: 1 }", "")]
    [InlineData("return { email: variables.request.guardian.address.city, paymentId: 1 }", "address")]
    [InlineData("const { guardian } = variables.request; return { ...guardian, paymentId: 1 }", "address identity")]
    public void PersonalData_ThatAConnectorDoesNotDeclare_IsToldByCategory(string payload, string categories)
    {
        var findings = bench.Check(Line(Send("send", "till", "pay", payload, Incident))).Where(finding => finding.Rule == "undeclared-personal-data").ToArray();

        Assert.Equal(categories, string.Join(' ', findings.Select(finding => finding.Help.En.Split('\'')[1]).Where(category => category is "address" or "identity" or "contact").Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(null, "no-legal-deadline")]
    [InlineData("deux mois", "no-legal-deadline")]
    [InlineData("PT48H", "no-legal-deadline")]
    [InlineData("P2W", "")]
    [InlineData("P2M", "")]
    [InlineData("none", "")]
    public void Procedure_SaysItsLegalDeadlineOrIsTold(string? deadline, string rule) =>
        Assert.Equal(rule, string.Join(' ', bench.Check(Flow([Request(deadline: deadline)])).Select(finding => finding.Rule)));

    [Fact]
    public void Finding_OfAnyRule_SpeaksBothLanguagesAndNamesItsPlace()
    {
        var findings = bench.Check(Line(
            Write("a", "return variables.requst + variables.request.emial + getInput('x') + getOutputFrom('y')"),
            Send("b", "nobody", "x", "return {}"),
            Send("c", "till", "pay", "return variables.request"),
            Step("d", "Hub.WaitForMessage", $"\"message\":{Literal("x")},\"schema\":{Literal("x.y")}"),
            Step("e", "Nobody.Knows")));

        Assert.True(findings.Select(finding => finding.Rule).Distinct().Count() >= 9, Shown(findings));
        Assert.All(findings, finding =>
        {
            Assert.StartsWith("/root/activities/", finding.Pointer, StringComparison.Ordinal);
            Assert.NotEqual(finding.Message.Fr, finding.Message.En);
            Assert.NotEqual(finding.Help.Fr, finding.Help.En);
            Assert.NotNull(finding.ActivityId);
        });
    }

    [Theory]
    [InlineData(LintMode.Warn, false)]
    [InlineData(LintMode.Strict, true)]
    public void Publication_OfAHubActivityThatFailsTheChecks_IsRefusedWhereLintIsStrict(LintMode lint, bool isRefused)
    {
        var check = new PublicationCheck(bench.Scope.Get<IDefinitionStore>(), bench.Scope.Get<PinChoice>(), bench.Scope.Get<WorkflowChecks>(), bench.Scope.Get<HubOptions>() with { Lint = lint });

        Assert.Equal(isRefused, Errors(Line(Send("send", "nobody", "x", "return {}", Incident))).Count > 0);
        Assert.Empty(Errors(Line(Write("write", "return variables.requst")))); // Elsa's own activity: told, as Elsa's users are used to

        IReadOnlyList<LocalizedText> Errors(string definition)
        {
            var graph = bench.Compile(definition);
            var json = Encoding.UTF8.GetBytes(definition);
            return check.Of(new StoredDefinition("v1", ExchangeScope.Tenant, "checked", 1, "checked", true, false, json, bench.Scope.Clock.GetUtcNow()), graph).Errors;
        }
    }

    [Fact]
    public void Check_OfALargeOrNaughtyDefinition_Answers()
    {
        var names = new[] { "", " ", "\u0000", "a/b~c", "__proto__", "\\", "🤷", "constructor", new string('x', 5000) };
        var many = Enumerable.Range(0, 1000).Select(i => Send($"s{i}", names[i % names.Length], names[(i + 1) % names.Length], $"return variables.request.guardian.{(i % 2 == 0 ? "email" : "emial")}"));

        var findings = bench.Check(Line([.. many]));

        Assert.InRange(findings.Count, 400, 500);
    }

    private static string Shown(IEnumerable<CheckFinding> findings) => string.Join('\n', findings.Select(finding => $"{finding.Rule} {finding.Pointer}: {finding.Message.En} {finding.Help.En}"));
}
