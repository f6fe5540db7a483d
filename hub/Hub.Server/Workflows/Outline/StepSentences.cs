using System.Globalization;
using System.Text.Json;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Workflows.Activities;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Graph;
using static Hub.Server.Workflows.Outline.InputWords;

namespace Hub.Server.Workflows.Outline;

/// <summary>One plain sentence for each step: what it does, with its settings. A kind of activity without a sentence of its own is told by its description and its settings.</summary>
/// <remarks>To tell a new kind well: one line in <see cref="Own"/> or <see cref="OfHub"/>.</remarks>
internal sealed class StepSentences(Wording words, InputWords inputs, ICommandTitles titles, Func<string, string?> workflowName)
{
    private static readonly Dictionary<string, LocalizedText> Channels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["web"] = new("en ligne", "online"),
        ["counter"] = new("au guichet", "at the counter"),
        ["phone"] = new("par téléphone", "by phone"),
        ["mail"] = new("par courrier", "by mail"),
        ["email"] = new("par courriel", "by e-mail"),
        ["system"] = new("par un autre système", "from another system"),
    };

    private static readonly Dictionary<string, LocalizedText> Ends = new(StringComparer.OrdinalIgnoreCase)
    {
        ["completed"] = new("terminé", "completed"),
        ["refused"] = new("refusé", "refused"),
        ["abandoned"] = new("abandonné", "abandoned"),
    };

    /// <summary>The sentence, with its full stop.</summary>
    public string Of(GraphNode step) => Wording.Capital(OfHub(step) ?? Own(step) ?? ByDescription(step)) + ".";

    /// <summary>The title of the business application that the step speaks to; null where it speaks to none, or only a run knows which.</summary>
    public string? SystemOf(GraphNode step) => step.Activity switch
    {
        NotifyCitizen => words.Say(titles.Of(OutboundNames.Mail, "send").System),
        ConnectorCall when ConnectorOf(step) is { Length: > 0 } connector => words.Say(titles.Of(connector, OperationOf(step) ?? "").System),
        _ => null,
    };

    /// <summary>What a case is called: its label, or the status code that it stands for.</summary>
    public string CaseLabel(JsonElement item) =>
        item.Member("label").AsText() is { Length: > 0 } label ? words.Say($"Cas {words.Quote(label)}", $"Case {words.Quote(label)}")
        : item.Member("statusCode").AsText() is { } code ? words.Say($"État HTTP {code}", $"HTTP status {code}")
        : words.Say("Cas sans nom", "Case without a name");

    /// <summary>When a case or a transition is taken; null where it has no condition.</summary>
    public string? CaseCondition(JsonElement item) =>
        item.Member("condition").IsNothing() ? null : words.Say($"Si {inputs.Condition(item.Member("condition"))}.", $"If {inputs.Condition(item.Member("condition"))}.");

    private string? OfHub(GraphNode step) => step.Activity switch
    {
        CitizenRequest => words.Say(
            $"commence quand un usager dépose la démarche {Title(step)}{From(step)}{(Constant(step, "schema") is { Length: > 0 } schema ? $" ; la demande est vérifiée selon le schéma {words.Quote(schema)}" : "")}",
            $"begins when a citizen submits the procedure {Title(step)}{From(step)}{(Constant(step, "schema") is { Length: > 0 } name ? $"; the request is checked against the schema {words.Quote(name)}" : "")}"),
        ResolveCitizen => words.Say(
            $"demande à {System(step)} de prouver l'identité de l'usager et attend la réponse{Timeout(step)}", $"asks {System(step)} to prove the citizen's identity and waits for the answer{Timeout(step)}"),
        OpenCase => words.Say($"ouvre le dossier dans {System(step)} et attend son numéro{Timeout(step)}", $"opens the case in {System(step)} and waits for its number{Timeout(step)}"),
        RequestPayment => words.Say(
            $"demande à l'usager de payer {Cents(step)} par {System(step)}{For(step)}, et attend l'issue confirmée{Timeout(step)}",
            $"asks the citizen to pay {Cents(step)} through {System(step)}{For(step)}, and waits for the settled outcome{Timeout(step)}"),
        NotifyCitizen => words.Say($"écrit à l'usager : {inputs.Of(step, "subject")}", $"writes to the citizen: {inputs.Of(step, "subject")}"),
        ConnectorCall when OperationOf(step) is not null || step.Activity is SendToConnector => words.Say($"envoie {Operation(step)} à {System(step)} et attend sa réponse{Timeout(step)}", $"sends {Operation(step)} to {System(step)} and waits for its answer{Timeout(step)}"),
        ValidatePayload => words.Say(
            $"vérifie {inputs.Of(step, "payload")} selon le schéma {inputs.Of(step, "schema")}", $"checks {inputs.Of(step, "payload")} against the schema {inputs.Of(step, "schema")}"),
        WaitForMessage => words.Say(
            $"attend le message {inputs.Of(step, "message")} sur ce parcours, de quelque canal qu'il vienne{Timeout(step)}",
            $"waits for the message {inputs.Of(step, "message")} to this journey, from whatever channel{Timeout(step)}"),
        CloseJourney => words.Say($"clôt le parcours : {End(step)}{Reason(step)}", $"closes the journey: {End(step)}{Reason(step)}"),
        _ => null,
    };

    private string? Own(GraphNode step) => step.Descriptor.TypeName switch
    {
        "Elsa.Start" => words.Say("point de départ", "where it begins"),
        "Elsa.End" => words.Say("termine l'organigramme ou la séquence qui contient cette étape", "ends the flowchart or sequence that holds this step"),
        "Elsa.Finish" => words.Say("termine tout le workflow aussitôt", "ends the whole workflow at once"),
        "Elsa.Break" => words.Say("sort de la boucle qui contient cette étape", "leaves the loop that holds this step"),
        "Elsa.Flowchart" => words.Say($"enchaîne {Members(step)} par des connexions", $"links {Members(step)} by connections"),
        "Elsa.Sequence" => words.Say($"exécute {Members(step)}, l'une après l'autre", $"runs {Members(step)}, one after the other"),
        "Elsa.Parallel" => words.Say($"exécute {Members(step)} en même temps et attend qu'elles soient toutes finies", $"runs {Members(step)} side by side and waits until all are done"),
        "Elsa.Fork" => Constant(step, "joinMode") is "WaitAny" or "1"
            ? words.Say($"mène {Branches(step)} en même temps et continue avec la première finie", $"runs {Branches(step)} side by side and goes on with the first that ends")
            : words.Say($"mène {Branches(step)} en même temps et attend qu'elles soient toutes finies", $"runs {Branches(step)} side by side and waits for all of them"),
        "Elsa.StateMachine" => words.Say(
            $"passe d'un état à l'autre parmi {StateCount(step, "état", "états")}{StartsIn(step, "en partant de")}", $"moves from state to state among {StateCount(step, "state", "states")}{StartsIn(step, "beginning in")}"),
        "Elsa.If" or "Elsa.FlowDecision" => words.Say($"regarde si {Holds(step)}", $"looks whether {Holds(step)}"),
        "Elsa.Switch" or "Elsa.FlowSwitch" => Cases(step),
        "Elsa.FlowFork" => words.Say($"continue en même temps par les branches {inputs.Of(step, "branches")}", $"goes on side by side along the branches {inputs.Of(step, "branches")}"),
        "Elsa.FlowJoin" => Constant(step, "mode") switch
        {
            "WaitAll" or "1" => words.Say("réunit les branches : attend qu'elles arrivent toutes", "joins the branches: waits until all of them come"),
            "WaitAllActive" or "2" => words.Say("réunit les branches : attend toutes celles qui sont en cours", "joins the branches: waits for all that are under way"),
            _ => words.Say("réunit les branches : continue avec la première qui arrive", "joins the branches: goes on with the first that comes"),
        },
        "Elsa.While" => words.Say($"répète ses étapes tant que {Holds(step)}", $"repeats its steps while {Holds(step)}"),
        "Elsa.For" => words.Say(
            $"répète ses étapes pour chaque nombre de {inputs.Of(step, "start")} à {inputs.Of(step, "end")}, par pas de {inputs.Of(step, "step")}",
            $"repeats its steps for each number from {inputs.Of(step, "start")} to {inputs.Of(step, "end")}, in steps of {inputs.Of(step, "step")}"),
        "Elsa.ForEach" => words.Say($"répète ses étapes pour chaque élément de {inputs.Of(step, "items")}, l'un après l'autre", $"repeats its steps for each item of {inputs.Of(step, "items")}, one after the other"),
        "Elsa.ParallelForEach" => words.Say($"exécute ses étapes pour chaque élément de {inputs.Of(step, "items")}, tous en même temps", $"runs its steps for each item of {inputs.Of(step, "items")}, all side by side"),
        "Elsa.SetVariable" => words.Say(
            $"donne une valeur à la variable {words.Quote(inputs.Variable(Value(step, "variable")))} : {inputs.Of(step, "value")}", $"gives a value to the variable {words.Quote(inputs.Variable(Value(step, "variable")))}: {inputs.Of(step, "value")}"),
        "Elsa.SetOutput" => words.Say($"donne une valeur à la sortie {inputs.Of(step, "outputName")} : {inputs.Of(step, "outputValue")}", $"gives a value to the output {inputs.Of(step, "outputName")}: {inputs.Of(step, "outputValue")}"),
        "Elsa.SetName" => words.Say($"nomme cette exécution {inputs.Of(step, "value")}", $"names this run {inputs.Of(step, "value")}"),
        "Elsa.Correlate" => words.Say($"rattache cette exécution à la référence {inputs.Of(step, "correlationId")}", $"ties this run to the reference {inputs.Of(step, "correlationId")}"),
        "Elsa.Fault" => words.Say($"arrête le workflow par un échec : {inputs.Of(step, "message")}", $"stops the workflow with a fault: {inputs.Of(step, "message")}"),
        "Elsa.Complete" => inputs.IfSet(step, "outcomes") is { } outcomes
            ? words.Say($"termine ce workflow avec l'issue {outcomes}", $"ends this workflow with the outcome {outcomes}")
            : words.Say("termine ce workflow", "ends this workflow"),
        "Elsa.WriteLine" => words.Say($"écrit dans la console {inputs.Of(step, "text")}", $"writes to the console {inputs.Of(step, "text")}"),
        "Elsa.ReadLine" => words.Say("lit une ligne dans la console", "reads a line from the console"),
        "Elsa.RunJavaScript" => Program(step),
        "Elsa.Delay" => words.Say($"attend {inputs.Of(step, "timeSpan")}", $"waits {inputs.Of(step, "timeSpan")}"),
        "Elsa.Timer" => step.CanStartWorkflow
            ? words.Say($"commence toutes les {inputs.Of(step, "interval")}", $"begins every {inputs.Of(step, "interval")}")
            : words.Say($"attend {inputs.Of(step, "interval")}", $"waits {inputs.Of(step, "interval")}"),
        "Elsa.Cron" => words.Say(
            $"{(step.CanStartWorkflow ? "commence selon" : "attend le prochain moment de")} l'horaire cron {inputs.Of(step, "cronExpression")}{In(step, "timeZone", "aux heures de")}",
            $"{(step.CanStartWorkflow ? "begins by" : "waits for the next moment of")} the cron schedule {inputs.Of(step, "cronExpression")}{In(step, "timeZone", "by the clocks of")}"),
        "Elsa.StartAt" => words.Say($"{(step.CanStartWorkflow ? "commence à la date" : "attend la date")} {inputs.Of(step, "dateTime")}", $"{(step.CanStartWorkflow ? "begins at" : "waits for")} {inputs.Of(step, "dateTime")}"),
        "Elsa.Event" => step.CanStartWorkflow
            ? words.Say($"commence quand l'événement {inputs.Of(step, "eventName")} arrive", $"begins when the event {inputs.Of(step, "eventName")} comes")
            : words.Say($"attend l'événement {inputs.Of(step, "eventName")}", $"waits for the event {inputs.Of(step, "eventName")}"),
        "Elsa.PublishEvent" => words.Say($"publie l'événement {inputs.Of(step, "eventName")}", $"publishes the event {inputs.Of(step, "eventName")}"),
        "Elsa.RunTask" => words.Say($"confie la tâche {inputs.Of(step, "taskName")} à l'application et attend qu'elle soit faite", $"asks the application to do the task {inputs.Of(step, "taskName")} and waits until it is done"),
        "Elsa.DispatchWorkflow" => words.Say($"démarre le workflow {Workflow(step)}{Waits(step)}", $"starts the workflow {Workflow(step)}{Waits(step)}"),
        "Elsa.ExecuteWorkflow" => words.Say($"exécute le workflow {Workflow(step)} et continue avec son résultat", $"runs the workflow {Workflow(step)} and goes on with its result"),
        "Elsa.BulkDispatchWorkflows" => words.Say(
            $"démarre le workflow {Workflow(step)} pour chaque élément de {inputs.Of(step, "items")}{Waits(step)}", $"starts the workflow {Workflow(step)} for each item of {inputs.Of(step, "items")}{Waits(step)}"),
        "Elsa.HttpEndpoint" => words.Say(
            $"{(step.CanStartWorkflow ? "commence quand quelqu'un appelle" : "attend un appel à")} l'adresse {inputs.Of(step, "path")} ({inputs.Of(step, "supportedMethods")})",
            $"{(step.CanStartWorkflow ? "begins when somebody calls" : "waits for a call to")} the address {inputs.Of(step, "path")} ({inputs.Of(step, "supportedMethods")})"),
        "Elsa.WriteHttpResponse" => words.Say($"répond à l'appel HTTP : état {inputs.Of(step, "statusCode")}, contenu {inputs.Of(step, "content")}", $"answers the HTTP call: status {inputs.Of(step, "statusCode")}, body {inputs.Of(step, "content")}"),
        "Elsa.WriteFileHttpResponse" => words.Say($"répond à l'appel HTTP par un fichier : {inputs.Of(step, "content")}", $"answers the HTTP call with a file: {inputs.Of(step, "content")}"),
        "Elsa.SendHttpRequest" or "Elsa.FlowSendHttpRequest" => words.Say($"appelle {inputs.Of(step, "url")} ({inputs.Of(step, "method")}) et attend la réponse", $"calls {inputs.Of(step, "url")} ({inputs.Of(step, "method")}) and waits for the answer"),
        "Elsa.DownloadHttpFile" => words.Say($"télécharge le fichier qui se trouve à l'adresse {inputs.Of(step, "url")}", $"downloads the file at the address {inputs.Of(step, "url")}"),
        "Elsa.NotFoundActivity" => words.Say(
            $"étape d'un type inconnu ici ({words.Quote(Missing(step))}) : elle échoue si elle est atteinte", $"a step of a type not known here ({words.Quote(Missing(step))}): it fails when it is reached"),
        _ => null,
    };

    // A kind that somebody else provides, or a workflow used as an activity.
    private string ByDescription(GraphNode step)
    {
        var what = step.Descriptor.CustomProperties.ContainsKey("WorkflowDefinitionId")
            ? words.Say($"exécute le workflow {words.Quote(words.Say(step.Descriptor.DisplayName))}", $"runs the workflow {words.Quote(words.Say(step.Descriptor.DisplayName))}")
            : words.Say(step.Descriptor.Description) is { Length: > 0 } description ? description.TrimEnd('.') : words.Say(step.Descriptor.DisplayName);
        var settings = step.Descriptor.Inputs
            .Where(input => input.IsBrowsable && Value(step, input.Name).IsSet() && IsSet(step, input.Name))
            .Select(input => $"{(input.DisplayName is { } name ? words.Say(name) : input.Name)}{words.Say(" : ", ": ")}{inputs.Of(step, input.Name)}")
            .ToArray();
        return settings.Length == 0 ? what : $"{what} ({string.Join(words.Say(" ; ", "; "), settings)})";
    }

    private string System(GraphNode step) => SystemOf(step) is { } title ? words.Quote(title) : inputs.Of(step, "connector");

    // An activity that stands for one operation of one connector names both in its descriptor.
    private static string? ConnectorOf(GraphNode step) => step.Descriptor.CustomProperties.TryGetValue("Connector", out var named) ? named.AsText() : Constant(step, "connector");

    private static string? OperationOf(GraphNode step) => step.Descriptor.CustomProperties.TryGetValue("Operation", out var named) ? named.AsText() : Constant(step, "operation");

    private string Operation(GraphNode step) => ConnectorOf(step) is { } connector && OperationOf(step) is { Length: > 0 } operation
        ? words.Quote(words.Say(titles.Of(connector, operation).Operation))
        : inputs.Of(step, "operation");

    private string Timeout(GraphNode step) => !IsSet(step, "timeout") ? words.Say(", sans limite de temps", ", however long it takes")
        : IsComputed(step, "timeout") ? words.Say($", pendant un délai donné par {inputs.Of(step, "timeout")}", $", for a time given by {inputs.Of(step, "timeout")}")
        : words.Say($", {inputs.Of(step, "timeout")} au plus", $", {inputs.Of(step, "timeout")} at most");

    private string Title(GraphNode step) => inputs.IfSet(step, "title") ?? inputs.Of(step, "procedure");

    private string From(GraphNode step)
    {
        try
        {
            var named = Constant(step, "channels") is { Length: > 0 } text && JsonValues.Parse(text) is { ValueKind: JsonValueKind.Array } list
                ? list.EnumerateArray().Select(item => item.AsText() ?? "").Select(name => Channels.TryGetValue(name, out var known) ? words.Say(known) : name).ToArray()
                : [];
            return named.Length == 0 ? "" : $" ({words.List(named)})";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private string Cents(GraphNode step) => long.TryParse(Constant(step, "amountCents"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var cents)
        ? words.Say($"{cents / 100},{cents % 100:00} €", $"€{cents / 100}.{cents % 100:00}")
        : words.Say($"le montant {inputs.Of(step, "amountCents")}", $"the amount {inputs.Of(step, "amountCents")}");

    private string For(GraphNode step) => inputs.IfSet(step, "object") is { } purpose ? words.Say($" (objet : {purpose})", $" (purpose: {purpose})") : "";

    private string End(GraphNode step) => Constant(step, "state") is { } state && Ends.TryGetValue(state, out var end) ? words.Say(end) : inputs.Of(step, "state");

    private string Reason(GraphNode step) => inputs.IfSet(step, "reason") is { } reason ? words.Say($", motif {reason}", $", reason {reason}") : "";

    private string In(GraphNode step, string input, string before) => inputs.IfSet(step, input) is { } value ? $", {before} {value}" : "";

    private string Members(GraphNode step) => words.Count(step.Children.Count, "étape", "étapes", "step", "steps");

    private string Branches(GraphNode step) => words.Count(step.Children.Count, "branche", "branches", "branch", "branches");

    private string StateCount(GraphNode step, string one, string many) => words.Count(ReadingOrder.Items(Value(step, "states")).Count(), one, many, one, many);

    private string StartsIn(GraphNode step, string before) => Value(step, "initialState").AsText() is { Length: > 0 } state ? $", {before} {words.Quote(state)}" : "";

    // A condition that can be shown is; a long one is told by what it reads.
    private string Holds(GraphNode step) => inputs.Of(step, "condition") is var condition && condition[0] is '«' or '“' ? condition
        : IsComputed(step, "condition") ? words.Say($"une condition est vérifiée ({condition})", $"a condition holds ({condition})")
        : words.Say($"la condition est vérifiée (toujours : {condition})", $"the condition holds (always: {condition})");

    private string Cases(GraphNode step)
    {
        var labels = ReadingOrder.Items(Value(step, "cases")).Select(item => words.Quote(item.Member("label").AsText() ?? "")).ToArray();
        var all = Constant(step, "mode") is "MatchAny" or "1";
        return labels.Length == 0
            ? words.Say("choisit la suite, mais aucun cas n'est donné", "chooses the way on, but no case is given")
            : all
            ? words.Say($"suit tous les cas vérifiés parmi {words.List(labels)}", $"follows every case that holds among {words.List(labels)}")
            : words.Say($"suit le premier cas vérifié parmi {words.List(labels)}", $"follows the first case that holds among {words.List(labels)}");
    }

    private string Program(GraphNode step)
    {
        var source = Constant(step, "script") ?? "";
        var lines = words.Count(source.Split('\n').Count(line => !string.IsNullOrWhiteSpace(line)), "ligne", "lignes", "line", "lines");
        var paths = Readings.ExpressionPaths.Of(new Readings.StepExpression("script", "JavaScript", JsonValues.From(source)))
            .Select(path => path.ToString().Replace("variables.", "", StringComparison.OrdinalIgnoreCase)).Where(path => path.Length > 0).Distinct(StringComparer.Ordinal).Take(4).ToArray();
        return words.Say(
            $"exécute un programme JavaScript de {lines}{(paths.Length > 0 ? $", qui lit {words.List(paths)}" : "")}",
            $"runs a JavaScript program of {lines}{(paths.Length > 0 ? $", which reads {words.List(paths)}" : "")}");
    }

    private string Workflow(GraphNode step) => Constant(step, "workflowDefinitionId") is { Length: > 0 } id ? words.Quote(workflowName(id) ?? id) : inputs.Of(step, "workflowDefinitionId");

    private string Waits(GraphNode step) => bool.TryParse(Constant(step, "waitForCompletion"), out var waits) && waits
        ? words.Say(" et attend sa fin", " and waits for its end")
        : words.Say(" sans attendre sa fin", " without waiting for its end");

    private static string Missing(GraphNode step) => step.Json.Member("missingTypeName").AsText() ?? step.Json.Member("type").AsText() ?? "?";
}
