from books.models import Announcement, Shelf


class Announcements:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.announcement = Announcement.objects.first()
        return self.get_response(request)


def shelves(request):
    return {"shelves": Shelf.objects.all()}
