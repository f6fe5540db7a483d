using System.Text.Json;
using Hub.Workflows.Definitions;

namespace Hub.Workflows.Comparison;

/// <summary>What differs outside the steps: name, variables, inputs, outputs, outcomes, options.</summary>
internal static class HeadingChanges
{
    // What the store and the answers of Elsa's API add to a definition.
    private static readonly HashSet<string> NotDrawn = new(StringComparer.OrdinalIgnoreCase)
    {
        "$schema", "providerName", "materializerName", "materializerContext", "stringData", "validationErrors", "usableAsActivity",
    };

    public static void Find(WorkflowDefinition before, WorkflowDefinition after, List<DefinitionChange> changes)
    {
        Add(ChangeSubject.Definition, "name", JsonValues.From(before.Name), JsonValues.From(after.Name), changes);
        Add(ChangeSubject.Definition, "description", NoneIfEmpty(before.Description), NoneIfEmpty(after.Description), changes);
        Add(ChangeSubject.Definition, "isReadonly", JsonValues.From(before.IsReadonly), JsonValues.From(after.IsReadonly), changes);
        Add(ChangeSubject.Definition, "isSystem", JsonValues.From(before.IsSystem), JsonValues.From(after.IsSystem), changes);
        foreach (var (name, mine, theirs) in ActivityChanges.Members(Others(before), Others(after)))
        {
            Add(ChangeSubject.Definition, name, mine, theirs, changes);
        }

        foreach (var (name, mine, theirs) in ActivityChanges.Members(OptionsOf(before), OptionsOf(after)))
        {
            Add(ChangeSubject.Option, name, mine, theirs, changes);
        }

        foreach (var (name, mine, theirs) in ActivityChanges.Members(before.CustomProperties, after.CustomProperties))
        {
            Add(ChangeSubject.Property, name, mine, theirs, changes);
        }

        FindVariables(before.Variables, after.Variables, null, changes);
        FindArguments(ChangeSubject.Input, before.Inputs, after.Inputs, changes);
        FindArguments(ChangeSubject.Output, before.Outputs, after.Outputs, changes);
        foreach (var outcome in before.Outcomes.Union(after.Outcomes, StringComparer.Ordinal))
        {
            Add(ChangeSubject.Outcome, outcome, Mark(before.Outcomes.Contains(outcome)), Mark(after.Outcomes.Contains(outcome)), changes);
        }
    }

    /// <summary>What differs in the variables of one container.</summary>
    public static void FindVariables(JsonElement before, JsonElement after, DrawnActivity container, List<DefinitionChange> changes)
    {
        var (mine, theirs) = (Read(before), Read(after));
        if (mine.Count + theirs.Count > 0)
        {
            FindVariables(mine, theirs, container, changes);
        }

        // Anything but an array is an input of that name.
        static IReadOnlyList<VariableDefinition> Read(JsonElement variables) => variables.ValueKind == JsonValueKind.Array ? DefinitionReader.ReadVariables(variables, "/variables") : [];
    }

    // By id, and by name where ids were made anew.
    private static void FindVariables(IReadOnlyList<VariableDefinition> before, IReadOnlyList<VariableDefinition> after, DrawnActivity? container, List<DefinitionChange> changes)
    {
        var later = after.ToList();
        var pairs = before.Select(variable => (Before: variable, After: Take(later, other => other.Id == variable.Id))).ToList();
        for (var i = 0; i < pairs.Count; i++)
        {
            var (mine, theirs) = pairs[i];
            theirs ??= Take(later, other => other.Name == mine.Name && !before.Any(known => known.Id == other.Id));
            Add(ChangeSubject.Variable, theirs?.Name ?? mine.Name, Shown(mine), theirs is null ? default : Shown(theirs), changes, container);
        }

        foreach (var added in later)
        {
            Add(ChangeSubject.Variable, added.Name, default, Shown(added), changes, container);
        }
    }

    private static void FindArguments(ChangeSubject subject, IReadOnlyList<ArgumentDefinition> before, IReadOnlyList<ArgumentDefinition> after, List<DefinitionChange> changes)
    {
        var later = after.ToList();
        foreach (var argument in before)
        {
            var other = Take(later, candidate => string.Equals(candidate.Name, argument.Name, StringComparison.OrdinalIgnoreCase));
            Add(subject, other?.Name ?? argument.Name, Shown(argument), other is null ? default : Shown(other), changes);
        }

        foreach (var added in later)
        {
            Add(subject, added.Name, default, Shown(added), changes);
        }
    }

    private static void Add(ChangeSubject subject, string name, JsonElement before, JsonElement after, List<DefinitionChange> changes, DrawnActivity? container = null)
    {
        if (ComparedValue.Same(before, after))
        {
            return;
        }

        changes.Add(new DefinitionChange
        {
            Kind = before.IsNothing() ? ChangeKind.Added : after.IsNothing() ? ChangeKind.Removed : ChangeKind.Changed,
            Subject = subject,
            ActivityBefore = container?.Compared,
            ActivityAfter = container?.Match?.Compared,
            Name = name,
            Before = before.IsNothing() ? default : before,
            After = after.IsNothing() ? default : after,
            Lines = ValueLines.Of(before, after),
            Text = ChangeSentences.Heading(subject, name, before, after),
        });
    }

    private static T? Take<T>(List<T> from, Predicate<T> which)
        where T : class
    {
        var index = from.FindIndex(which);
        if (index < 0)
        {
            return null;
        }

        var taken = from[index];
        from.RemoveAt(index);
        return taken;
    }

    private static JsonElement Shown(VariableDefinition variable) => JsonValues.Object(
        ("name", JsonValues.From(variable.Name)),
        ("typeName", JsonValues.From(variable.IsArray ? variable.TypeName + "[]" : variable.TypeName)),
        ("value", variable.Value is { ValueKind: JsonValueKind.String } text && text.GetString() is "" ? default : variable.Value),
        ("storageDriverTypeName", JsonValues.From(variable.StorageDriverTypeName)));

    private static JsonElement Shown(ArgumentDefinition argument) => JsonValues.Object(
        ("name", JsonValues.From(argument.Name)),
        ("type", JsonValues.From(argument.IsArray ? argument.Type + "[]" : argument.Type)),
        ("displayName", NoneIfEmpty(argument.DisplayName)),
        ("description", NoneIfEmpty(argument.Description)),
        ("category", NoneIfEmpty(argument.Category)),
        ("uiHint", NoneIfEmpty(argument.UIHint)));

    // Whether the old member or the option says it, and whether "no" is written out, is all one.
    private static JsonElement OptionsOf(WorkflowDefinition definition)
    {
        var options = definition.Options;
        var known = JsonValues.Object(
            ("activationStrategyType", NoneIfEmpty(options.ActivationStrategyType)),
            ("usableAsActivity", JsonValues.From(options.UsableAsActivity ?? false)),
            ("autoUpdateConsumingWorkflows", JsonValues.From(options.AutoUpdateConsumingWorkflows)),
            ("activityCategory", NoneIfEmpty(options.ActivityCategory)),
            ("incidentStrategyType", NoneIfEmpty(options.IncidentStrategyType)),
            ("commitStrategyName", NoneIfEmpty(options.CommitStrategyName)));
        return JsonValues.Write((known, options.Source), static (writer, state) =>
        {
            writer.WriteStartObject();
            foreach (var member in state.known.EnumerateObject())
            {
                member.WriteTo(writer);
            }

            foreach (var (name, _, value) in ActivityChanges.Members(state.known, state.Source).Where(member => !member.Before.IsSet()))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
    }

    private static JsonElement Others(WorkflowDefinition definition) => JsonValues.Write(definition.OtherMembers, static (writer, members) =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members.Where(member => !NotDrawn.Contains(member.Key)).DistinctBy(member => member.Key, StringComparer.OrdinalIgnoreCase))
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    private static JsonElement NoneIfEmpty(string? text) => string.IsNullOrEmpty(text) ? default : JsonValues.From(text);

    private static JsonElement Mark(bool isThere) => isThere ? JsonValues.True : default;
}
