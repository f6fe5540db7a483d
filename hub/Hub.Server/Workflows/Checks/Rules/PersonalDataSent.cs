using Hub.Server.Exchange.Outbox;
using Hub.Server.Schemas.Members;
using Hub.Server.Workflows.Activities;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Checks.Rules;

/// <summary>A connector is sent personal data of a category that its manifest does not declare to handle.</summary>
internal sealed class PersonalDataSent : IWorkflowRule
{
    public const string Rule = "undeclared-personal-data";

    // As far below a value as its parts are looked at.
    private const int Deepest = 4;
    private const int MostMembers = 500;

    public IEnumerable<CheckFinding> Check(CheckedWorkflow workflow)
    {
        var bySteps = workflow.Readings.ToLookup(reading => reading.Step);
        foreach (var step in workflow.Steps)
        {
            if (CheckedWorkflow.Target(step) is not { } target || workflow.Connectors.Find(target.Connector) is not { } connector)
            {
                continue;
            }

            var sent = new SortedDictionary<string, (string Input, SortedSet<string> Paths)>(StringComparer.OrdinalIgnoreCase);
            foreach (var reading in bySteps[step])
            {
                if (workflow.Member(reading.Origin.Urn, reading.Path) is { } member)
                {
                    Gather(member, string.Join('.', reading.Path), reading.Input, sent, new Budget());
                }
            }

            foreach (var (input, category, path) in OwnFields(step))
            {
                Add(sent, category, path, input);
            }

            foreach (var (category, (input, paths)) in sent)
            {
                if (!connector.DataCategories.Contains(category, StringComparer.OrdinalIgnoreCase))
                {
                    yield return Undeclared(workflow, step, connector, category, input, paths);
                }
            }
        }
    }

    private static CheckFinding Undeclared(CheckedWorkflow workflow, GraphNode step, ConnectorOffer connector, string category, string input, SortedSet<string> paths)
    {
        var name = PersonalData.Name(category);
        var shown = string.Join(", ", paths.Take(5)) + (paths.Count > 5 ? " …" : "");
        return CheckedWorkflow.Finding(
            Rule,
            CheckSeverity.Warning,
            step,
            input,
            new(
                $"L'étape transmet à {connector.Title.Fr} des données personnelles ({name.Fr} : {shown}) que son manifeste ne déclare pas.",
                $"The step sends {connector.Title.En} personal data ({name.En}: {shown}) that its manifest does not declare."),
            new(
                $"N'envoyez pas ces données, ou faites ajouter « {category} » aux dataCategories du connecteur et au registre des traitements.",
                $"Do not send these data, or have '{category}' added to the connector's dataCategories and to the record of processing."));
    }

    // What the operation's own schema marks, wherever the value comes from.
    private static IEnumerable<(string Input, string Category, string Path)> OwnFields(GraphNode step) => step.Activity is CallOperation called
        ? from field in called.Step.Fields
          where field.Personal is not null && CheckedWorkflow.IsGiven(step, field.Name)
          select (field.Name, field.Personal, field.Member)
        : [];

    private static void Gather(SchemaMember member, string path, string input, SortedDictionary<string, (string, SortedSet<string>)> sent, Budget budget, int depth = 0)
    {
        if (budget.Left-- <= 0)
        {
            return;
        }

        if (member.Personal is { } category)
        {
            Add(sent, category, path, input);
        }

        if (depth == Deepest)
        {
            return;
        }

        if (member.Find("[]") is { } item)
        {
            Gather(item, path + "[]", input, sent, budget, depth + 1);
        }

        foreach (var name in member.Names)
        {
            if (member.Find(name) is { } below)
            {
                Gather(below, path.Length == 0 ? name : $"{path}.{name}", input, sent, budget, depth + 1);
            }
        }
    }

    private static void Add(SortedDictionary<string, (string Input, SortedSet<string> Paths)> sent, string category, string path, string input)
    {
        if (!sent.TryGetValue(category, out var known))
        {
            sent[category] = known = (input, new SortedSet<string>(StringComparer.Ordinal));
        }

        known.Paths.Add(path);
    }

    // A schema that contains itself has no end.
    private sealed class Budget
    {
        public int Left { get; set; } = MostMembers;
    }
}
