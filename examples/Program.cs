using Concord.Examples;

Rendezvous.Run();
SharedResource.Run();
FieldEstimation.Run();
