using System.Globalization;
using static Hub.JsonSchema.Messages.WhatCame;

namespace Hub.JsonSchema.Messages;

/// <summary>
/// Every sentence that a refused document can meet: what was expected, what came, how to mend it. Values of the schema may be
/// quoted; values of the document never.
/// </summary>
internal static class Sentences
{
    public static BilingualText NotExpected { get; } = new(
        "Rien n'est prévu à cet endroit ; retirez-le, ou vérifiez l'orthographe de son nom.",
        "Nothing is expected in this place; remove it, or check the spelling of its name.");

    public static BilingualText NotUnique(int first, int second) => new(
        $"Les éléments de la liste doivent être tous différents ; celui de rang {second} répète celui de rang {first} (on compte à partir de 0). Retirez l'un des deux.",
        $"The items of the list must all differ; item {second} repeats item {first} (counting from 0). Remove one of them.");

    public static BilingualText Forbidden(BilingualText came) => new(
        $"Cette valeur est exclue par une règle (« not ») ; est venu : {came.Fr}. Donnez une valeur que la règle n'exclut pas.",
        $"This value is excluded by a rule (“not”); what came is {came.En}. Give a value that the rule does not exclude.");

    public static BilingualText NoBranch(int branches, BilingualText came) => new(
        $"La valeur doit suivre au moins l'une des {branches} formes admises, et n'en suit aucune ; est venu : {came.Fr}. Corrigez-la d'après l'une des formes.",
        $"The value must follow at least one of the {branches} allowed forms, and follows none; what came is {came.En}. Mend it after one of the forms.");

    public static BilingualText NotOneBranch(int branches, int matching, BilingualText came) => matching == 0
        ? new(
            $"La valeur doit suivre une seule des {branches} formes admises, et n'en suit aucune ; est venu : {came.Fr}. Corrigez-la d'après l'une des formes.",
            $"The value must follow exactly one of the {branches} allowed forms, and follows none; what came is {came.En}. Mend it after one of the forms.")
        : new(
            $"La valeur doit suivre une seule des {branches} formes admises, et en suit {matching} ; retirez ce qui appartient aux autres.",
            $"The value must follow exactly one of the {branches} allowed forms, and follows {matching}; remove what belongs to the others.");

    public static BilingualText WrongType(string expectedFr, string expectedEn, BilingualText came) => new(
        $"Type attendu : {expectedFr} ; est venu : {came.Fr}. Donnez une valeur du type attendu.",
        $"Expected {expectedEn}; what came is {came.En}. Give a value of the expected type.");

    public static BilingualText NotListed(IReadOnlyList<string> allowed, int total, BilingualText came)
    {
        var list = string.Join(", ", allowed);
        var (moreFr, moreEn) = total > allowed.Count ? ($" (et {total - allowed.Count} autres)", $" (and {total - allowed.Count} more)") : ("", "");
        return new(
            $"La valeur doit être l'une de celles-ci : {list}{moreFr} ; est venu : {came.Fr}, hors de la liste. Choisissez une valeur de la liste.",
            $"The value must be one of: {list}{moreEn}; what came is {came.En} outside that list. Choose a value of the list.");
    }

    public static BilingualText NotTheConstant(string expected, BilingualText came) => new(
        $"La valeur doit être {expected} ; est venu : {came.Fr}, différent. Mettez exactement cette valeur.",
        $"The value must be {expected}; what came is {came.En} that differs. Put exactly this value.");

    public static BilingualText NumberOutOfRange(string ruleFr, string ruleEn, string limit) => new(
        $"Le nombre doit être {ruleFr} {limit} ; celui-ci ne l'est pas. Corrigez-le.",
        $"The number must be {ruleEn} {limit}; this one is not. Correct it.");

    public static BilingualText NotAMultiple(string divisor) => new(
        $"Le nombre doit être un multiple de {divisor} ; celui-ci ne l'est pas. Arrondissez-le.",
        $"The number must be a multiple of {divisor}; this one is not. Round it.");

    public static BilingualText TextTooShort(string least, int length) => new(
        $"Le texte doit compter au moins {Counted(least, "caractère", "caractères")} ; celui-ci en compte {length}. Complétez-le.",
        $"The text must have at least {Counted(least, "character", "characters")}; this one has {length}. Make it longer.");

    public static BilingualText TextTooLong(string most, int length) => new(
        $"Le texte doit compter au plus {Counted(most, "caractère", "caractères")} ; celui-ci en compte {length}. Raccourcissez-le.",
        $"The text must have at most {Counted(most, "character", "characters")}; this one has {length}. Shorten it.");

    public static BilingualText PatternNotMatched(string pattern, int length) => new(
        $"Le texte doit suivre le modèle {pattern} ; celui-ci ({PluralFr(length, "caractère", "caractères")}) ne le suit pas. Vérifiez chaque caractère.",
        $"The text must match the pattern {pattern}; this one ({Plural(length, "character", "characters")}) does not. Check each character.");

    public static BilingualText FormatNotFollowed(string format, string? example, int length)
    {
        var (fr, en) = example is null ? ("", "") : ($", par exemple {example}", $", for example {example}");
        return new(
            $"Le texte doit avoir le format « {format} »{fr} ; celui-ci ({PluralFr(length, "caractère", "caractères")}) ne l'a pas. Corrigez-le.",
            $"The text must have the format “{format}”{en}; this one ({Plural(length, "character", "characters")}) does not. Correct it.");
    }

    public static BilingualText ContentNotFollowed(string content) => new(
        $"Le texte doit contenir des données « {content} » lisibles ; celui-ci ne se décode pas. Encodez-le de nouveau.",
        $"The text must hold readable “{content}” content; this one cannot be decoded. Encode it again.");

    public static BilingualText TooFewItems(string least, int count) => new(
        $"La liste doit compter au moins {Counted(least, "élément", "éléments")} ; celle-ci en compte {count}. Complétez-la.",
        $"The list must have at least {Counted(least, "item", "items")}; this one has {count}. Add what is missing.");

    public static BilingualText TooManyItems(string most, int count) => new(
        $"La liste doit compter au plus {Counted(most, "élément", "éléments")} ; celle-ci en compte {count}. Retirez-en.",
        $"The list must have at most {Counted(most, "item", "items")}; this one has {count}. Remove some.");

    public static BilingualText TooFewProperties(string least, int count) => new(
        $"L'objet doit compter au moins {Counted(least, "propriété", "propriétés")} ; celui-ci en compte {count}. Complétez-le.",
        $"The object must have at least {Counted(least, "property", "properties")}; this one has {count}. Add what is missing.");

    public static BilingualText TooManyProperties(string most, int count) => new(
        $"L'objet doit compter au plus {Counted(most, "propriété", "propriétés")} ; celui-ci en compte {count}. Retirez-en.",
        $"The object must have at most {Counted(most, "property", "properties")}; this one has {count}. Remove some.");

    public static BilingualText TooFewMatching(long least, long count) => new(
        $"La liste doit contenir au moins {PluralFr(least, "élément conforme", "éléments conformes")} à la règle « contains » ; elle en contient {count}. Ajoutez-en.",
        $"The list must contain at least {Plural(least, "item", "items")} that the “contains” rule accepts; it contains {count}. Add some.");

    public static BilingualText TooManyMatching(long most, long count) => new(
        $"La liste doit contenir au plus {PluralFr(most, "élément conforme", "éléments conformes")} à la règle « contains » ; elle en contient {count}. Retirez-en.",
        $"The list must contain at most {Plural(most, "item", "items")} that the “contains” rule accepts; it contains {count}. Remove some.");

    public static BilingualText Missing(IReadOnlyList<string> names) => names.Count == 1
        ? new(
            $"La propriété « {names[0]} » est obligatoire et manque ; ajoutez-la.",
            $"The property “{names[0]}” is required and missing; add it.")
        : new(
            $"Des propriétés obligatoires manquent : {string.Join(", ", names)} ; ajoutez-les.",
            $"Required properties are missing: {string.Join(", ", names)}; add them.");

    public static BilingualText MissingBecauseOf(string present, IReadOnlyList<string> names) => new(
        $"La propriété « {present} » est donnée, donc il faut aussi : {string.Join(", ", names)}. Ajoutez ce qui manque, ou retirez « {present} ».",
        $"The property “{present}” is given, so these are needed too: {string.Join(", ", names)}. Add what is missing, or remove “{present}”.");

    private static string Counted(string count, string one, string many) =>
        count + " " + (long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n < 2 ? one : many);
}
