using Hub.JsonSchema.Json;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Messages;

/// <summary>The sentences for documents that cannot be read as JSON, or whose check would cost too much.</summary>
internal static class UnreadableSentences
{
    public static BilingualText Of(JsonFault fault, int maxDepth)
    {
        var (whereFr, whereEn) = ($"ligne {fault.Line}, octet {fault.ByteOffset}", $"line {fault.Line}, byte {fault.ByteOffset}");
        return fault.Kind switch
        {
            JsonFaultKind.Empty => new(
                "Un document JSON est attendu, rien n'est venu ; envoyez le document.",
                "A JSON document is expected, nothing came; send the document."),
            JsonFaultKind.NotUtf8 => new(
                $"Le document doit être écrit en UTF-8 ; un octet ne l'est pas ({whereFr}). Enregistrez-le en UTF-8.",
                $"The document must be written in UTF-8; a byte is not ({whereEn}). Save it as UTF-8."),
            JsonFaultKind.ByteOrderMark => new(
                "Le document commence par une marque d'ordre des octets (BOM), que JSON n'admet pas ; enregistrez-le en UTF-8 sans BOM.",
                "The document starts with a byte order mark, which JSON does not allow; save it as UTF-8 without BOM."),
            JsonFaultKind.TooDeep => new(
                $"Les listes et objets ne peuvent s'emboîter sur plus de {maxDepth} niveaux ; la limite est dépassée ({whereFr}). Aplatissez le document.",
                $"Lists and objects may nest at most {maxDepth} levels deep; the limit is passed ({whereEn}). Flatten the document."),
            JsonFaultKind.TooLarge => new(
                $"Une liste ou un objet compte trop d'éléments ({whereFr}) ; divisez le document.",
                $"A list or an object has too many members ({whereEn}); split the document."),
            _ => new(
                $"Un document JSON est attendu ; la lecture s'arrête {whereFr}. Vérifiez virgules, guillemets et accolades à cet endroit.",
                $"A JSON document is expected; reading stops at {whereEn}. Check commas, quotes and braces there."),
        };
    }

    public static BilingualText Of(Limit limit) => limit switch
    {
        Limit.Regex => new(
            "La vérification d'un texte par une expression régulière dure trop longtemps ; le document est refusé. Raccourcissez le texte, ou simplifiez l'expression du schéma.",
            "Checking a text by a regular expression takes too long; the document is refused. Shorten the text, or simplify the schema's expression."),
        Limit.Depth => new(
            "Les références du schéma s'enchaînent trop profondément pour ce document, qui est refusé. Simplifiez le schéma, ou aplatissez le document.",
            "The schema's references go too deep for this document, which is refused. Simplify the schema, or flatten the document."),
        _ => new(
            "La vérification demande trop d'étapes ; le document est refusé. Réduisez le document, ou simplifiez le schéma.",
            "The check needs too many steps; the document is refused. Make the document smaller, or simplify the schema."),
    };
}
